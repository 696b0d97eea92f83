package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What redis-server 7.0.15 answered to commands on hashes, lists, sets and sorted sets, most of
 * them wrong in some way: recorded byte for byte, in RESP2 and then RESP3, line ends as bars.
 */
class AggregateRecordingTest {
  private static List<String> recording() throws IOException {
    try (InputStream in = AggregateRecordingTest.class.getResourceAsStream("aggregates.resp")) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    }
  }

  @Test
  void everyRecordedCommandIsAnsweredAsTheRealServerAnsweredIt() throws IOException {
    TestNode test = new TestNode(RedisConfig.standard(), false);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    List<String> lines = recording();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("HELLO ")) {
        test.run(lines.get(i));
        continue;
      }
      String command = lines.get(i++).substring(2);
      byte[] answer = RespWriter.bytes(test.run(command), test.session.resp3());
      String ours = Bytes.latin1Text(answer).replace("\r\n", "|").replaceAll("\\|+$", "");
      if (!ours.equals(lines.get(i))) {
        differences.add(command + "\n  redis   " + lines.get(i) + "\n  kvarium " + ours);
      }
      compared++;
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(650);
  }
}
