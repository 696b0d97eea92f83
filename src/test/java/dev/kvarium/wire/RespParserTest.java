package dev.kvarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RespParserTest {
  @Test
  void arrayAndInlineFormsMayFollowEachOther() throws ProtocolError {
    assertThat(
            requests("*2\r\n$3\r\nGET\r\n$1\r\na\r\nSET b \"x y\"\r\n\r\n*0\r\n*-1\r\n  \nPING\n"))
        .containsExactly("GET|a", "SET|b|x y", "PING");
  }

  @Test
  void wordsAreBytes() throws ProtocolError {
    assertThat(requests("*2\r\n$4\r\n\r\n\r\n\r\n$0\r\n\r\n")).containsExactly("\r\n\r\n|");
  }

  @Test
  void whatStandsBehindAWordIsNotLookedAt() throws ProtocolError {
    assertThat(requests("*1\rX$1\rXaXYPING\r\n")).containsExactly("a", "PING");
  }

  @Test
  void errorsAreRedissOwn() {
    fails("*x\r\n", "invalid multibulk length");
    fails("*\r\n", "invalid multibulk length");
    fails("*2147483648\r\n", "invalid multibulk length");
    fails("*99999999999999999999\r\n", "invalid multibulk length");
    fails("*1 \r\n", "invalid multibulk length");
    fails("*1\r\nGET\r\n", "expected '$', got 'G'");
    fails("*1\r\n:1\r\n", "expected '$', got ':'");
    fails("*1\r\n$-1\r\n", "invalid bulk length");
    fails("*1\r\n$x\r\n", "invalid bulk length");
    fails("*1\r\n$01\r\n", "invalid bulk length");
    fails("*1\r\n$536870913\r\n", "invalid bulk length");
    fails("SET a \"b\r\n", "unbalanced quotes in request");
    fails("a".repeat(65_537), "too big inline request");
    fails("*" + "1".repeat(65_536), "too big mbulk count string");
    fails("*1\r\n$" + "1".repeat(65_536), "too big bulk count string");
  }

  @Test
  void aLineMayBeAsLongAsTheLimit() throws ProtocolError {
    String line = "a".repeat(65_536);
    assertThat(requests(line + "\n")).containsExactly(line);
    assertThat(requests(line)).isEmpty();
  }

  @Test
  void aZeroByteHidesTheEndOfALine() throws ProtocolError {
    assertThat(requests("PING\0\r\nPING\r\n")).isEmpty();
    fails("PING\0\r\n" + "a".repeat(65_537), "too big inline request");
  }

  @Test
  void theReplyToAnErrorNamesTheProtocol() {
    assertThat(new ProtocolError("invalid bulk length").reply().text())
        .isEqualTo("ERR Protocol error: invalid bulk length");
  }

  @Test
  void whereThePiecesEndDoesNotMatter() throws ProtocolError {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      List<byte[][]> sent = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        byte[][] request = randomRequest(random);
        sent.add(request);
        stream.writeBytes(random.nextInt(4) == 0 ? inline(request) : RespWriter.request(request));
      }
      byte[] bytes = stream.toByteArray();
      List<byte[][]> got = new ArrayList<>();
      RespParser parser = new RespParser();
      byte[] piece = new byte[70_000];
      int longest = 1 + random.nextInt(random.nextBoolean() ? 10 : piece.length);
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(1 + random.nextInt(longest), bytes.length - at);
        int from = random.nextInt(piece.length - length + 1);
        System.arraycopy(bytes, at, piece, from, length);
        at += length;
        parser.feed(piece, from, from + length);
        while (parser.next()) {
          got.add(parser.args());
          if (random.nextInt(50) == 0) {
            parser.keep();
            Arrays.fill(piece, (byte) '#');
          }
        }
        Arrays.fill(piece, (byte) '#');
      }
      assertThat(got).as("seed %d", seed).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(Arrays.deepEquals(got.get(i), sent.get(i))).as("seed %d, %d", seed, i).isTrue();
      }
      assertThat(parser.midway()).isFalse();
    }
  }

  @Test
  void garbageGivesRequestsOrAProtocolErrorAndNothingElse() {
    byte[] letters = Bytes.latin1("*$0123456789-\r\n\r\n\r\n \"'\\xa\0\u00ff");
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      RespParser parser = new RespParser();
      try {
        for (int i = 0; i < 5; i++) {
          byte[] piece = new byte[random.nextInt(40)];
          for (int j = 0; j < piece.length; j++) {
            piece[j] = letters[random.nextInt(letters.length)];
          }
          parser.feed(piece, 0, piece.length);
          while (parser.next()) {
            assertThat(parser.args().length).isPositive();
          }
        }
      } catch (ProtocolError error) {
        assertThat(error.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void anAnnouncedSizeTakesNoRoom() throws ProtocolError {
    List<RespParser> parsers = new ArrayList<>();
    byte[] start = Bytes.latin1("*2147483647\r\n$536870912\r\nabc");
    for (int i = 0; i < 1_000; i++) {
      RespParser parser = new RespParser();
      parser.feed(start, 0, start.length);
      assertThat(parser.next()).isFalse();
      parsers.add(parser);
    }
    assertThat(parsers).allMatch(RespParser::midway);
  }

  @Test
  void anUnfinishedRequestMayNotGrowForEver() {
    RespParser parser = new RespParser(1_000, 10_000);
    byte[] words = Bytes.latin1("$5\r\nhello\r\n".repeat(100));
    assertThatThrownBy(
            () -> {
              byte[] start = Bytes.latin1("*1000000\r\n");
              parser.feed(start, 0, start.length);
              parser.next();
              for (int i = 0; i < 100; i++) {
                parser.feed(words, 0, words.length);
                parser.next();
              }
            })
        .isInstanceOf(ProtocolError.class)
        .hasMessage("too big request");
  }

  private static byte[][] randomRequest(Random random) {
    byte[][] request = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 3_000 : 4)][];
    for (int i = 0; i < request.length; i++) {
      request[i] =
          new byte[random.nextInt(request.length > 4 ? 3 : 20) == 0 ? 0 : random.nextInt(12)];
      random.nextBytes(request[i]);
    }
    if (request.length < 4 && random.nextInt(30) == 0) {
      request[0] = new byte[60_000 + random.nextInt(200_000)];
      random.nextBytes(request[0]);
    }
    return request;
  }

  private static byte[] inline(byte[][] request) {
    StringBuilder line = new StringBuilder();
    for (byte[] word : request) {
      line.append(ReplyText.quoted(word)).append(' ');
    }
    return line.length() > 60_000
        ? RespWriter.request(request)
        : Bytes.latin1(line.append("\r\n").toString());
  }

  private static void fails(String stream, String message) {
    assertThatThrownBy(() -> requests(stream))
        .isInstanceOf(ProtocolError.class)
        .hasMessage(message);
    assertThatThrownBy(() -> requestsByteByByte(stream))
        .isInstanceOf(ProtocolError.class)
        .hasMessage(message);
  }

  private static List<String> requests(String stream) throws ProtocolError {
    byte[] bytes = Bytes.latin1(stream);
    RespParser parser = new RespParser();
    parser.feed(bytes, 0, bytes.length);
    List<String> found = new ArrayList<>();
    collect(parser, found);
    assertThat(found).isEqualTo(requestsByteByByte(stream));
    return found;
  }

  private static List<String> requestsByteByByte(String stream) throws ProtocolError {
    RespParser parser = new RespParser();
    List<String> found = new ArrayList<>();
    for (byte b : Bytes.latin1(stream)) {
      parser.feed(new byte[] {b}, 0, 1);
      collect(parser, found);
    }
    return found;
  }

  private static void collect(RespParser parser, List<String> found) throws ProtocolError {
    while (parser.next()) {
      List<String> words = new ArrayList<>();
      for (byte[] word : parser.args()) {
        words.add(Bytes.latin1Text(word));
      }
      found.add(String.join("|", words));
    }
  }
}
