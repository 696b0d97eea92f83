package dev.kvarium.wire;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What bytes between servers are, for people: requests as they would be typed, files by size. */
public final class WireText {
  private static final int SHOWN = 60;
  private static final int LONGEST_LINE = 120;
  private static final int NAMED = 3;

  private static final String BUS = "bus ";
  private static final int BUS_TYPE = 12;
  private static final int BUS_EPOCH = 24;
  private static final int BUS_SLOTS = 80;
  private static final int BUS_SLOT_BYTES = 2_048;
  private static final List<String> BUS_TYPES =
      List.of(
          "PING",
          "PONG",
          "MEET",
          "FAIL",
          "PUBLISH",
          "FAILOVER_AUTH_REQUEST",
          "FAILOVER_AUTH_ACK",
          "UPDATE",
          "MFSTART");

  private WireText() {}

  /** A short line about these bytes. */
  public static String of(byte[] bytes) {
    if (bytes.length == 0) {
      return "";
    }
    return switch (bytes[0]) {
      case '*' -> requests(bytes);
      case '$' -> file(bytes);
      case '\n' -> "a sign of life";
      case 'R' -> isOfBus(bytes) ? ofBus(bytes) : line(bytes);
      default -> line(bytes);
    };
  }

  /** Whether a line that {@link #of} made is about the heartbeat of a node on the cluster bus. */
  public static boolean isHeartbeat(String text) {
    return text.startsWith(BUS + BUS_TYPES.get(0) + ",")
        || text.startsWith(BUS + BUS_TYPES.get(1) + ",");
  }

  private static boolean isOfBus(byte[] bytes) {
    return bytes.length >= BUS_SLOTS + BUS_SLOT_BYTES
        && bytes[1] == 'C'
        && bytes[2] == 'm'
        && bytes[3] == 'b';
  }

  /**
   * What kind of message of the cluster bus, and how many slots its sender claims by which epoch.
   */
  private static String ofBus(byte[] bytes) {
    ByteBuffer message = ByteBuffer.wrap(bytes);
    int type = message.getShort(BUS_TYPE);
    int slots = 0;
    for (int i = 0; i < BUS_SLOT_BYTES; i++) {
      slots += Integer.bitCount(bytes[BUS_SLOTS + i] & 0xff);
    }
    return BUS
        + (type < BUS_TYPES.size() ? BUS_TYPES.get(type) : "message")
        + ", epoch "
        + message.getLong(BUS_EPOCH)
        + ", "
        + slots
        + " slots";
  }

  private static String line(byte[] bytes) {
    int end = Bytes.indexOf(bytes, (byte) '\r', 0);
    int length = Math.min(LONGEST_LINE, end < 0 ? bytes.length : end);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return text.toString();
  }

  /** A reply of one text, or a file, which has no line end behind it. */
  private static String file(byte[] bytes) {
    if (line(bytes).equals("$-1")) {
      return "(nil)";
    }
    int from = Bytes.indexOf(bytes, (byte) '\n', 0) + 1;
    boolean whole = from > 0 && bytes.length >= from + 2 && bytes[bytes.length - 1] == '\n';
    if (whole && line(bytes).equals("$" + (bytes.length - from - 2))) {
      byte[] text = Arrays.copyOfRange(bytes, from, bytes.length - 2);
      return CommandText.of(new byte[][] {text}, SHOWN);
    }
    return "all data, " + bytes.length + " bytes";
  }

  private static String requests(byte[] bytes) {
    RespParser parser = new RespParser();
    parser.feed(bytes, 0, bytes.length);
    List<String> texts = new ArrayList<>();
    int count = 0;
    try {
      while (parser.next()) {
        if (count++ < NAMED) {
          texts.add(CommandText.of(parser.args(), SHOWN));
        }
      }
    } catch (ProtocolError notRequests) {
      return bytes.length + " bytes";
    }
    if (count == 0) {
      return bytes.length + " bytes";
    }
    return String.join(", ", texts)
        + (count > texts.size() ? " and " + (count - texts.size()) + " more" : "");
  }
}
