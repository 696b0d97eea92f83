package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.command.CommandRow;
import java.util.Collection;
import java.util.List;

/** What completion asks, answered by a lab as it is at the moment. */
public final class LabTyping implements TypingWorld {
  private final Lab lab;

  public LabTyping(Lab lab) {
    this.lab = lab;
  }

  @Override
  public Collection<CommandRow> commands() {
    return List.of();
  }

  @Override
  public Collection<DirectiveRow> directives() {
    return lab.directives();
  }

  @Override
  public List<Key> keys(Blob prefix, int most) {
    return List.of();
  }

  @Override
  public List<Blob> elements(Blob key, Blob prefix, int most) {
    return List.of();
  }

  @Override
  public Collection<String> parameters() {
    return List.of();
  }

  @Override
  public Collection<String> clients() {
    return List.of();
  }

  @Override
  public Collection<String> nodes() {
    return List.of(Lab.FIRST_NODE);
  }

  @Override
  public List<String> files(String prefix) {
    return List.of();
  }
}
