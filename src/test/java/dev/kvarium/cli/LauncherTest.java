package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./kvarium} in a checkout of its own, with a Maven and a JDK that only pretend. */
class LauncherTest {
  @TempDir private Path folder;

  @Test
  void whoRunsWhileItIsBuiltAnewKeepsWhatItRuns() throws Exception {
    Path jar = folder.resolve("target/launcher/kvarium.jar");
    Files.createDirectories(jar.getParent());
    Files.createDirectories(folder.resolve("src/main/java/dev/kvarium"));
    Files.writeString(jar, "old");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
    Files.writeString(folder.resolve("pom.xml"), "newer than the jar");
    Path launcher = script("kvarium", Files.readString(Path.of("kvarium")));
    script("jdk/bin/java", "#!/bin/sh\necho runs \"$(cat target/launcher/kvarium.jar)\"\n");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    script("bin/mvn", "#!/bin/sh\nprintf new >target/launcher/kvarium.jar\n"); // in place
    try (FileChannel running = FileChannel.open(jar)) {
      ProcessBuilder builder =
          new ProcessBuilder(launcher.toString(), "slabs").directory(folder.toFile());
      builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
      builder.environment().put("KVARIUM_JAVA", folder.resolve("jdk").toString());
      builder.environment().remove("KVARIUM_NO_BUILD");
      Process process = builder.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(said).contains("building again").endsWith("runs new\n");
      ByteBuffer read = ByteBuffer.allocate(16);
      running.read(read);
      assertThat(new String(read.array(), 0, read.position(), StandardCharsets.UTF_8))
          .isEqualTo("old");
    }
    try (var left = Files.list(jar.getParent())) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .doesNotHaveDuplicates()
          .noneMatch(each -> each.startsWith("kvarium.jar."));
    }
  }

  private Path script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
