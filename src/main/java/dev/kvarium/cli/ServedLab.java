package dev.kvarium.cli;

import dev.kvarium.export.ExportDirectives;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.lesson.LessonDirectives;
import dev.kvarium.repl.Prompt;
import dev.kvarium.repl.SessionOptions;
import dev.kvarium.script.RunDirective;
import dev.kvarium.server.LabServer;
import dev.kvarium.tui.Tui;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A lab whose world is served on a port while the full screen shows it. It begins at the time that
 * it is, since clients of it have a clock too.
 */
final class ServedLab {
  private final InetSocketAddress address;
  private final Lab lab;

  /**
   * A lab that is not served yet.
   *
   * @throws IllegalArgumentException when a parameter is unknown or cannot have its value
   */
  ServedLab(
      InetSocketAddress address,
      long seed,
      String version,
      SequencedMap<String, String> parameters) {
    this.address = address;
    WorldSpec plain = WorldSpec.DEFAULT;
    long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    WorldSpec spec = new WorldSpec(plain.kind(), seed, version, nowMicros, plain.options());
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      spec = spec.with(each.getKey(), each.getValue());
    }
    lab = Lab.open(spec, new FilesOnDisk());
    RunDirective.register(lab);
    ExportDirectives.register(lab);
    LessonDirectives.register(lab, LessonsOnDisk.ofUser(), ProgressFile.ofUser());
  }

  /** Serves it until the full screen is left; the exit code. */
  int hold(boolean ascii, boolean colour) throws IOException {
    if (System.console() == null) {
      System.err.println("kvarium: --tui needs a terminal; without it serve needs none");
      return Main.UNUSABLE;
    }
    try (LabServer server = LabServer.start(address, lab)) {
      InetSocketAddress at = server.address();
      String where = at.getAddress().getHostAddress() + ":" + at.getPort();
      String open =
          at.getAddress().isLoopbackAddress()
              ? ""
              : "; whoever reaches it can read and write, there is no password";
      return Prompt.run(
          SessionOptions.DEFAULT
              .withLab(() -> lab)
              .withAscii(ascii)
              .withColour(colour)
              .withFullScreen(Tui::hold)
              .withFirst("# serves redis on " + where + open)
              .withStraightIn(true));
    }
  }
}
