package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams as the real server made them, from a file: their bytes, their size, their tree. */
class StreamVectorsTest {
  private static final int FOOTER_BYTES = 10;

  /** Commands, and what then was there. */
  record Vector(String title, List<String> commands, List<String> wanted) {
    @Override
    public String toString() {
      return title;
    }
  }

  static List<Vector> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream in =
        StreamVectorsTest.class.getResourceAsStream("/dev/kvarium/structure/streams.txt")) {
      for (String line :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n", 2)[1].split("\n")) {
        if (line.startsWith("# ")) {
          vectors.add(new Vector(line.substring(2), new ArrayList<>(), new ArrayList<>()));
        } else if (line.startsWith("> ")) {
          vectors.getLast().commands().add(line.substring(2));
        } else if (line.startsWith("= ")) {
          vectors.getLast().wanted().add(line.substring(2));
        }
      }
    }
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void liesInMemoryAsInTheRealServer(Vector vector) {
    TestNode redis = new TestNode(RedisConfig.standard().with("rdbcompression", "no"), false);
    vector.commands().forEach(redis::run);
    byte[] dump = ((Reply.Bulk) redis.run("DUMP s")).bytes();
    String body = Bytes.hex(Arrays.copyOf(dump, dump.length - FOOTER_BYTES));
    assertThat(body).isEqualTo(vector.wanted().get(0));
    assertThat(redis.say("MEMORY USAGE s SAMPLES 0")).isEqualTo(vector.wanted().get(1));
    assertThat(redis.say("XINFO STREAM s")).contains("radix-tree-nodes, " + vector.wanted().get(2));
    redis.run(Bytes.of("RESTORE"), Bytes.of("twin"), Bytes.of("0"), dump);
    assertThat(((Reply.Bulk) redis.run("DUMP twin")).bytes()).isEqualTo(dump);
  }
}
