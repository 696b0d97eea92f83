package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a served node is written as redis-server writes its own. */
class ServerLogTest {
  @TempDir Path folder;

  @Test
  void aLineTellsProcessTimeLevelAndText() throws IOException {
    Path file = folder.resolve("log");
    Probe probe = ServerLog.to(file.toString(), "notice").before(Probe.NONE);
    assertThat(probe.logs()).isTrue();
    assertThat(probe.listening()).isFalse();
    probe.emit(new NodeEvent.Logged("verbose", "too little"));
    probe.emit(new AofEvent.Written(1, 1));
    probe.emit(new NodeEvent.Logged("notice", "DB saved on disk"));
    probe.emit(new NodeEvent.Logged("warning", "Background saving error"));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .matches(
            "[0-9]+:M [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8}\\.[0-9]{3} \\* DB saved on disk");
    assertThat(lines.getLast()).endsWith(" # Background saving error");
  }

  @Test
  void whoElseListensIsToldEverything() throws IOException {
    List<Event> told = new ArrayList<>();
    Probe other =
        new Probe() {
          @Override
          public boolean listening() {
            return true;
          }

          @Override
          public void emit(Event event) {
            told.add(event);
          }
        };
    Probe probe = ServerLog.to(folder.resolve("log").toString(), "notice").before(other);
    probe.emit(new AofEvent.Written(1, 1));
    assertThat(told).containsExactly(new AofEvent.Written(1, 1));
  }
}
