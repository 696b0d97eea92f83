package dev.kvarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RespReplyTest {
  @Test
  void eachShapeHasItsBytesInBothProtocols() {
    writes(Reply.OK, "+OK\r\n", "+OK\r\n");
    writes(Reply.error("ERR a\r\nb"), "-ERR a  b\r\n", "-ERR a  b\r\n");
    writes(Reply.error("ERR \u00ff"), "-ERR \u00ff\r\n", "-ERR \u00ff\r\n");
    writes(Reply.of(-12_345), ":-12345\r\n", ":-12345\r\n");
    writes(
        Reply.of("héé"),
        "$5\r\nh\u00c3\u00a9\u00c3\u00a9\r\n",
        "$5\r\nh\u00c3\u00a9\u00c3\u00a9\r\n");
    writes(Reply.Nil.STRING, "$-1\r\n", "_\r\n");
    writes(Reply.Nil.ARRAY, "*-1\r\n", "_\r\n");
    writes(Reply.of(Reply.ONE, Reply.EMPTY_ARRAY), "*2\r\n:1\r\n*0\r\n", "*2\r\n:1\r\n*0\r\n");
    writes(
        new Reply.Bulks(new byte[][] {Bytes.of("a"), null}),
        "*2\r\n$1\r\na\r\n$-1\r\n",
        "*2\r\n$1\r\na\r\n_\r\n");
    writes(
        new Reply.Map(List.of(Reply.of("k"), Reply.ONE)),
        "*2\r\n$1\r\nk\r\n:1\r\n",
        "%1\r\n$1\r\nk\r\n:1\r\n");
    writes(new Reply.Set(List.of(Reply.ONE)), "*1\r\n:1\r\n", "~1\r\n:1\r\n");
    writes(new Reply.Push(List.of(Reply.ONE)), "*1\r\n:1\r\n", ">1\r\n:1\r\n");
    writes(new Reply.Double(0.1), "$19\r\n0.10000000000000001\r\n", ",0.10000000000000001\r\n");
    writes(new Reply.Double(3), "$1\r\n3\r\n", ",3\r\n");
    writes(new Reply.Double(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n");
    writes(new Reply.Bool(true), ":1\r\n", "#t\r\n");
    writes(new Reply.Bool(false), ":0\r\n", "#f\r\n");
    writes(new Reply.Verbatim("txt", Bytes.of("hi")), "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n");
    writes(new Reply.BigNumber("123"), "$3\r\n123\r\n", "(123\r\n");
    writes(new Reply.Several(List.of(Reply.ONE, Reply.ZERO)), ":1\r\n:0\r\n", ":1\r\n:0\r\n");
    writes(Reply.None.NONE, "", "");
  }

  @Test
  void whatIsWrittenReadsBackWhereverThePiecesEnd() throws ProtocolError {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Reply> sent = new ArrayList<>();
      java.io.ByteArrayOutputStream stream = new java.io.ByteArrayOutputStream();
      RespWriter writer = new RespWriter((bytes, from, to) -> stream.write(bytes, from, to - from));
      for (int i = 0; i < 20; i++) {
        Reply reply = RandomReplies.reply(random, 3);
        sent.add(reply);
        writer.write(reply, true);
      }
      writer.flush();
      byte[] bytes = stream.toByteArray();
      RespReader reader = new RespReader();
      List<Reply> got = new ArrayList<>();
      int longest = 1 + random.nextInt(random.nextBoolean() ? 5 : 5_000);
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(1 + random.nextInt(longest), bytes.length - at);
        reader.feed(bytes, at, at + length);
        at += length;
        for (Optional<Reply> reply = reader.next(); reply.isPresent(); reply = reader.next()) {
          got.add(reply.get());
        }
      }
      assertThat(got).as("seed %d", seed).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(ReplyText.of(got.get(i), true)).isEqualTo(ReplyText.of(sent.get(i), true));
        assertThat(RespWriter.bytes(got.get(i), true))
            .isEqualTo(RespWriter.bytes(sent.get(i), true));
      }
    }
  }

  @Test
  void longValuesPassThroughWhole() throws ProtocolError {
    for (int length : new int[] {65_500, 65_535, 65_536, 65_537, 200_000}) {
      byte[] value = new byte[length];
      new Random(length).nextBytes(value);
      byte[] bytes = RespWriter.bytes(Reply.of(Reply.of(value), Reply.ONE), false);
      RespReader reader = new RespReader();
      reader.feed(bytes, 0, bytes.length);
      Reply.Array array = (Reply.Array) reader.next().orElseThrow();
      assertThat(((Reply.Bulk) array.items().getFirst()).bytes()).isEqualTo(value);
      assertThat(array.items().get(1)).isEqualTo(Reply.ONE);
    }
  }

  @Test
  void attributesAreDropped() throws ProtocolError {
    assertThat(read("|1\r\n+key\r\n*1\r\n:1\r\n+OK\r\n")).contains(Reply.OK);
    assertThat(read("*2\r\n|1\r\n+k\r\n:1\r\n:5\r\n:6\r\n"))
        .contains(Reply.of(Reply.of(5), Reply.of(6)));
  }

  @Test
  void whatIsNoReplyIsAProtocolError() {
    for (String bad :
        List.of("x\r\n", "$a\r\n", ":\r\n", ",x\r\n", "=2\r\nab\r\n", "*-2\r\n", "!-1\r\n")) {
      assertThatThrownBy(() -> read(bad)).as(bad).isInstanceOf(ProtocolError.class);
    }
    assertThatThrownBy(() -> read("*1\r\n".repeat(10_000))).isInstanceOf(ProtocolError.class);
  }

  @Test
  void garbageGivesRepliesOrAProtocolErrorAndNothingElse() {
    byte[] letters = Bytes.latin1("*$:+-%~>|=!_,#(0123456789-tf\r\n\r\n\r\n\r\n:a");
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = letters[random.nextInt(letters.length)];
      }
      RespReader reader = new RespReader();
      reader.feed(bytes, 0, bytes.length);
      try {
        while (reader.next().isPresent()) {
          assertThat(seed).isNotNegative();
        }
      } catch (ProtocolError error) {
        assertThat(error.getMessage()).isNotBlank();
      }
    }
  }

  private static Optional<Reply> read(String stream) throws ProtocolError {
    RespReader reader = new RespReader();
    byte[] bytes = Bytes.latin1(stream);
    reader.feed(bytes, 0, bytes.length);
    return reader.next();
  }

  private static void writes(Reply reply, String resp2, String resp3) {
    assertThat(Bytes.latin1Text(RespWriter.bytes(reply, false))).isEqualTo(resp2);
    assertThat(Bytes.latin1Text(RespWriter.bytes(reply, true))).isEqualTo(resp3);
  }
}
