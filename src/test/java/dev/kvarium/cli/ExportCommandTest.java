package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kvarium export} and {@code kvarium open}: what is written, and what the exit codes say.
 */
class ExportCommandTest {
  @TempDir private Path folder;

  private int run(String... args) {
    return CommandTree.execute(args);
  }

  private String script(String text) throws IOException {
    return Files.writeString(folder.resolve("s.kv"), text).toString();
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void whatTheEndingSaysIsWritten() throws IOException {
    String script = script("# A write.\n:world redis seed=7\n> SET a 1\nOK\n");
    assertThat(run("export", script, out("a.html"))).isZero();
    assertThat(run("export", script, out("a.cast"))).isZero();
    assertThat(run("export", script, out("a.txt"))).isZero();
    assertThat(run("export", script, out("a.svg"), "inspect", "a")).isZero();
    assertThat(run("export", script, out("b.html"), "aof,", "keyspace")).isZero();
    assertThat(Files.readString(folder.resolve("a.html"))).contains("<h1>A write.</h1>");
    assertThat(Files.readString(folder.resolve("a.cast"))).startsWith("{\"version\":2,");
    assertThat(Files.readString(folder.resolve("a.txt"))).contains("redis> SET a 1\nOK\n");
    assertThat(Files.readString(folder.resolve("a.svg"))).startsWith("<svg ");
    assertThat(Files.readString(folder.resolve("b.html"))).contains("data-view=\"aof\"");
  }

  @Test
  void aFileThatIsThereStaysUnlessItIsSaid() throws IOException {
    String script = script("> SET a 1\n");
    Files.writeString(folder.resolve("a.txt"), "mine");
    assertThat(run("export", script, out("a.txt"))).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("mine");
    assertThat(run("export", "--over", script, out("a.txt"))).isZero();
    assertThat(Files.readString(folder.resolve("a.txt"))).contains("SET a 1");
  }

  @Test
  void aScriptThatIsNotAsItExpectsIsOne() throws IOException {
    assertThat(run("export", script("> SET a 1\n(nil)\n"), out("a.html"))).isEqualTo(1);
    assertThat(Files.exists(folder.resolve("a.html"))).isTrue();
  }

  @Test
  void whatCannotBeUsedIsTwo() throws IOException {
    String script = script("> SET a 1\n");
    assertThat(run("export", script, out("a.pdf"))).isEqualTo(2);
    assertThat(run("export", script, out("a.svg"))).isEqualTo(2);
    assertThat(run("export", script, out("a.svg"), "nothing")).isEqualTo(2);
    assertThat(run("export", out("absent.kv"), out("a.txt"))).isEqualTo(2);
    assertThat(run("export", script, out("no/folder/a.txt"))).isEqualTo(2);
    assertThat(run("export", script)).isEqualTo(2);
    assertThat(run("open")).isEqualTo(2);
  }
}
