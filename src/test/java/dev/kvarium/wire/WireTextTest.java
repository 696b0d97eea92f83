package dev.kvarium.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is written beside an arrow between two machines. */
class WireTextTest {
  private static String of(String text) {
    return WireText.of(Bytes.of(text));
  }

  @Test
  void requestsAreWrittenAsTheyWouldBeTyped() {
    assertThat(of("*2\r\n$3\r\nGET\r\n$1\r\na\r\n")).isEqualTo("GET a");
    assertThat(of("+OK\r\n")).isEqualTo("+OK");
    assertThat(of("-MOVED 3300 b:6379\r\n")).isEqualTo("-MOVED 3300 b:6379");
  }

  @Test
  void aReplyOfOneTextIsNoFile() {
    assertThat(of("$4\r\nrain\r\n")).isEqualTo("rain");
    assertThat(of("$0\r\n\r\n")).isEqualTo("\"\"");
    assertThat(of("$9\r\nREDIS0010")).isEqualTo("all data, 13 bytes");
    assertThat(of("$-1\r\n")).isEqualTo("(nil)");
  }

  @Test
  void messagesOfTheBusAreNamedWithWhatTheirSenderClaims() {
    byte[] bytes = new byte[2_256];
    ByteBuffer message = ByteBuffer.wrap(bytes);
    message.put(Bytes.of("RCmb")).putInt(2_256).putShort((short) 1).putShort((short) 6379);
    message.putShort(12, (short) 1).putLong(24, 7);
    bytes[80] = (byte) 0xff;
    bytes[81] = 1;
    assertThat(WireText.of(bytes)).isEqualTo("bus PONG, epoch 7, 9 slots");
    assertThat(WireText.isHeartbeat(WireText.of(bytes))).isTrue();
    message.putShort(12, (short) 5);
    assertThat(WireText.of(bytes)).isEqualTo("bus FAILOVER_AUTH_REQUEST, epoch 7, 9 slots");
    assertThat(WireText.isHeartbeat(WireText.of(bytes))).isFalse();
    message.putShort(12, (short) 99);
    assertThat(WireText.of(bytes)).isEqualTo("bus message, epoch 7, 9 slots");
  }
}
