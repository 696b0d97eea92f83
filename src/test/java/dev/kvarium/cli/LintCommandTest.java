package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kvarium lint} from the command line: what it says by its exit code. */
class LintCommandTest {
  @TempDir Path folder;

  private int lint(String content, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), content);
    String[] args = new String[options.length + 2];
    args[0] = "lint";
    System.arraycopy(options, 0, args, 1, options.length);
    args[args.length - 1] = file.toString();
    return CommandTree.execute(args);
  }

  @Test
  void theExitCodeTellsWhetherSomethingWasFound() throws IOException {
    assertThat(lint("v1:user:1\n")).isZero();
    assertThat(lint("user:1\n")).isEqualTo(1);
    assertThat(lint("user:1\n", "--without", "key-version")).isZero();
    assertThat(lint("user 1\n", "--only", "key-version", "--format", "sarif")).isEqualTo(1);
    assertThat(lint("v1:user:1\n", "--limit", "key-bytes=5", "--format", "json")).isEqualTo(1);
    assertThat(lint("v1:user:1\t1\t-1\n", "--cache")).isEqualTo(1);
  }

  @Test
  void whatCannotBeUsedIsTwo() throws IOException {
    assertThat(lint("key\tsize\na\tx\n")).isEqualTo(2);
    assertThat(lint("a\n", "--only", "nothing")).isEqualTo(2);
    assertThat(lint("a\n", "--limit", "nothing=1")).isEqualTo(2);
    assertThat(lint("a\n", "--format", "xml")).isEqualTo(2);
    assertThat(lint("REDIS0009garbage")).isEqualTo(2);
    assertThat(CommandTree.execute(new String[] {"lint"})).isEqualTo(2);
    assertThat(CommandTree.execute(new String[] {"lint", "/nowhere"})).isEqualTo(2);
    assertThat(CommandTree.execute(new String[] {"lint", folder.toString()})).isEqualTo(2);
    assertThat(CommandTree.execute(new String[] {"lint", "--list"})).isZero();
  }
}
