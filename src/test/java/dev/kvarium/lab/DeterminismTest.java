package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.script.EventLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seed and inputs give the same event log, byte for byte, in two virtual machines. */
class DeterminismTest {
  private static final int LINES = 1_000;

  /** What the other virtual machine runs: prints the digest of the log of a seed. */
  static final class Other {
    public static void main(String[] args) throws NoSuchAlgorithmException {
      System.out.println(digest(Long.parseLong(args[0])));
    }
  }

  private static String digest(long seed) throws NoSuchAlgorithmException {
    Lab lab = session(seed);
    String log = EventLines.of(lab.events().all());
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(log.getBytes(StandardCharsets.UTF_8));
    return Bytes.hex(sum) + " " + log.length();
  }

  private static Lab session(long seed) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
    new RandomSession(seed).lines(LINES).forEach(lab::enter);
    return lab;
  }

  @Test
  void twoVirtualMachinesStateTheSameFacts() throws Exception {
    String here = digest(11);
    assertThat(digest(12)).as("another seed").isNotEqualTo(here);
    // another collector, compiler and hash seed of the system's own, so that chance would show
    for (List<String> flags :
        List.of(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), List.of("-XX:hashCode=2"))) {
      assertThat(elsewhere(flags, 11)).isEqualTo(here);
    }
  }

  private static String elsewhere(List<String> flags, long seed)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UnlockExperimentalVMOptions");
    command.addAll(flags);
    command.addAll(List.of("-Duser.language=tr", "-Duser.timezone=Asia/Kathmandu", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Other.class.getName()));
    command.add(Long.toString(seed));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.strip();
  }

  @Test
  void repeatingTheJournalGivesTheSameFactsOnceMore() {
    Lab lab = session(13);
    assertThat(lab.repeated().events().all()).isEqualTo(lab.events().all());
  }

  @Test
  void lookingLeavesNoTrace() {
    Lab one = Lab.open(WorldSpec.DEFAULT);
    Lab other = Lab.open(WorldSpec.DEFAULT);
    LabTyping typing = new LabTyping(other);
    for (String line : new RandomSession(3).lines(150)) {
      one.enter(line);
      other.enter(line);
      for (String look :
          List.of(
              ":show aof",
              ":ledger",
              ":metrics",
              ":events",
              "? keys",
              "? key.bytes s1",
              ":inspect h1",
              ":help",
              ":node",
              ":set")) {
        other.enter(look);
      }
      typing.keys(Blob.of("s"), 3);
      typing.elements(Blob.of("h1"), Blob.of(""), 3);
      assertThat(other.prompt()).isEqualTo(one.prompt());
    }
    assertThat(other.events().all()).isEqualTo(one.events().all());
  }
}
