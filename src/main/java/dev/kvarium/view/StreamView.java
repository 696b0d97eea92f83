package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.value.StreamSnapshot;
import java.util.List;
import java.util.Optional;

/** A stream: its nodes, how far its groups have read, who has what and since when. */
final class StreamView implements View {
  @Override
  public String name() {
    return "stream";
  }

  @Override
  public String syntax() {
    return "[KEY]";
  }

  @Override
  public String doc() {
    return "A stream with its nodes, how far its groups have read, and what is pending for whom";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 1) {
      throw new ViewRefusal(":show stream takes one key; one with blanks stands in quotes");
    }
    Optional<Blob> key =
        words.isEmpty() ? Optional.empty() : Optional.of(Blob.of(words.getFirst()));
    Optional<StreamSnapshot> stream = scene.stream(scene.db(), key);
    String absent =
        key.isEmpty()
            ? "No stream in db" + scene.db() + "."
            : scene
                .value(scene.db(), key.get())
                .map(
                    value ->
                        words.getFirst()
                            + " is no stream; :show inspect KEY shows a "
                            + value.type()
                            + ".")
                .orElse("No key " + words.getFirst() + " in db" + scene.db() + ".");
    return new StreamPicture(
        scene.node(), scene.models(), scene.nowMicros(), scene.startMicros(), stream, absent);
  }
}
