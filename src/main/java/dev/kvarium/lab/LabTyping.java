package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.CommandRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What completion asks, answered by a lab as it is at the moment. */
public final class LabTyping implements TypingWorld {
  private final Lab lab;
  private List<CommandRow> rows = List.of();

  public LabTyping(Lab lab) {
    this.lab = lab;
  }

  private Optional<RedisNode> node() {
    return lab.redis(lab.node());
  }

  /** The rows of a node that is down are those of its last life. */
  @Override
  public Collection<CommandRow> commands() {
    Optional<RedisNode> node = node();
    if (rows.isEmpty() && node.isPresent()) {
      rows = node.get().commands().flat().stream().map(Command::row).toList();
    }
    return rows;
  }

  @Override
  public Listener listener() {
    return lab.world()
        .cache(lab.node())
        .map(cache -> cache.missing(lab.client()) > 0 ? Listener.VALUE : Listener.MEMCACHED)
        .orElse(Listener.REDIS);
  }

  @Override
  public Collection<DirectiveRow> directives() {
    return lab.directives();
  }

  @Override
  public List<Key> keys(Blob prefix, int most) {
    List<Key> keys = new ArrayList<>();
    lab.memcached(lab.node())
        .ifPresent(
            cache ->
                cache
                    .keys(prefix.bytes(), most)
                    .forEach(
                        name ->
                            keys.add(
                                new Key(
                                    name,
                                    cache
                                        .peek(name.bytes())
                                        .map(item -> "class " + item.slabClass())
                                        .orElse("")))));
    node()
        .ifPresent(
            node -> {
              for (Map.Entry<Blob, String> each :
                  node.keys(lab.db(), prefix.bytes(), most).entrySet()) {
                keys.add(new Key(each.getKey(), each.getValue()));
              }
            });
    return keys;
  }

  @Override
  public List<Blob> elements(Blob key, Blob prefix, int most) {
    return node()
        .map(node -> node.elements(lab.db(), key.bytes(), prefix.bytes(), most))
        .orElse(List.of());
  }

  @Override
  public List<Blob> groups(Blob key) {
    return node().map(node -> node.groups(lab.db(), key.bytes(), false)).orElse(List.of());
  }

  @Override
  public List<Blob> consumers(Blob key) {
    return node().map(node -> node.groups(lab.db(), key.bytes(), true)).orElse(List.of());
  }

  @Override
  public Collection<String> parameters() {
    return node().map(node -> node.settings().names()).orElse(List.of());
  }

  @Override
  public Collection<String> clients() {
    return lab.clients();
  }

  @Override
  public Collection<String> nodes() {
    return lab.nodes();
  }

  @Override
  public Collection<String> worlds() {
    return lab.worlds();
  }

  @Override
  public List<String> files(String prefix) {
    return lab.files().names(prefix);
  }
}
