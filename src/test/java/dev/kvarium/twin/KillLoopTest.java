package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server on a real disk that is killed under load has kept what it promised. */
class KillLoopTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @Test
  void kvariumKeepsWhatItAcknowledged() throws Exception {
    String classPath =
        String.join(
            File.pathSeparator,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.contains("test-classes"))
                .toList());
    String said =
        killLoop(
            JAVA
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                + " -cp "
                + classPath
                + " dev.kvarium.cli.Main serve --redis {port} --dir {dir}");
    assertThat(said)
        .containsPattern("kvarium +always +3 +[0-9]+ +[1-9][0-9]* +0 ")
        .containsPattern("kvarium +everysec +3 +[0-9]+ +[1-9][0-9]* +[0-9]+ ");
  }

  @Test
  void soDoesTheRealServer() throws Exception {
    try (RealRedis real = RealRedis.start()) {
      assertThat(real.port()).isPositive(); // there is one of the version that is modelled
    }
    String program = System.getenv().getOrDefault("REDIS_SERVER", "redis-server");
    assertThat(killLoop(program + " --port {port} --dir {dir} --save {none} --bind 127.0.0.1"))
        .containsPattern("always +3 +[0-9]+ +[1-9][0-9]* +0 ");
  }

  private static String killLoop(String server) throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA, "src/build/KillLoop.java", "3"));
    command.addAll(List.of("--kvarium", server, "--redis", "none"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
