package dev.kvarium.redis.cluster;

import dev.kvarium.base.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What nodes say to one another on the cluster bus, in the bytes of redis-server 7.0.
 *
 * <pre>
 *   0 "RCmb"  4 length  8 version 1  10 port  12 type  14 how many gossips
 *   16 current epoch  24 config epoch  32 offset of replication
 *   40 sender, 40 letters  80 slots, 2048 bytes, slot n is bit n%8 of byte n/8
 *   2128 its primary, 40 letters or zeros  2168 its address  2214 extensions
 *   2246 plain port  2248 bus port  2250 flags  2252 state  2253 three flags of the message
 *   2256 data: gossips of 104 bytes, the name of a failed node, new slots of a node
 *        behind gossips extensions: 4 length  2 type  2 unused  the host's name, filled up to 8
 * </pre>
 *
 * <p>All numbers are big-endian. So each heartbeat carries the whole claim of its sender, 2 KiB of
 * slots, whatever else there is to say. Source: behaviour of cluster.h in 7.0.15.
 */
final class BusMessage {
  static final int PING = 0;
  static final int PONG = 1;
  static final int MEET = 2;
  static final int FAIL = 3;
  static final int PUBLISH = 4;
  static final int AUTH_REQUEST = 5;
  static final int AUTH_ACK = 6;
  static final int UPDATE = 7;
  static final int MANUAL_FAILOVER = 8;
  static final int SHARD_PUBLISH = 10;

  /** In the first flag byte: clients are paused, a vote is forced. */
  static final int PAUSED = 1;

  static final int FORCED = 2;

  private static final int EXTENDED = 4;

  static final List<String> NAMES =
      List.of(
          "ping",
          "pong",
          "meet",
          "fail",
          "publish",
          "auth-req",
          "auth-ack",
          "update",
          "mfstart",
          "module",
          "publishshard");

  private static final int HEADER_BYTES = 2256;
  private static final int GOSSIP_BYTES = 104;
  private static final int EXTENSION_BYTES = 8;
  private static final int EXTENSION_HOSTNAME = 0;
  private static final int ID_LETTERS = 40;
  private static final int IP_BYTES = 46;
  private static final int SLOT_BYTES = Table.SLOTS / 8;

  /** What a node tells of a third. */
  record Gossip(
      String id, long pingSeconds, long pongSeconds, String ip, int port, int busPort, int flags) {}

  int type;
  int port;
  long currentEpoch;
  long configEpoch;
  long offset;
  String sender = "";
  BitSet slots = new BitSet();
  String primary = "";
  String ip = "";
  int busPort;
  int flags;
  boolean ok;
  int messageFlags;
  List<Gossip> gossip = new ArrayList<>();

  /** PING, PONG and MEET: the name of the sender's host, empty for none. */
  String hostname = "";

  /** FAIL and UPDATE: the node that it is about. */
  String about = "";

  long aboutEpoch;
  BitSet aboutSlots = new BitSet();

  /** PUBLISH: to whom and what. */
  byte[] channel = Bytes.EMPTY;

  byte[] text = Bytes.EMPTY;

  boolean isHeartbeat() {
    return type == PING || type == PONG || type == MEET;
  }

  /** The length of the message that begins here, -1 while it is not known. */
  static int length(byte[] bytes, int from, int to) {
    return to - from < 8 ? -1 : ByteBuffer.wrap(bytes, from, 8).getInt(from + 4);
  }

  byte[] encode() {
    int dataBytes =
        switch (type) {
          case PING, PONG, MEET -> gossip.size() * GOSSIP_BYTES + extensionBytes();
          case FAIL -> ID_LETTERS;
          case UPDATE -> Long.BYTES + ID_LETTERS + SLOT_BYTES;
          case PUBLISH, SHARD_PUBLISH -> 2 * Integer.BYTES + channel.length + text.length;
          default -> 0;
        };
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + dataBytes);
    out.put(Bytes.latin1("RCmb")).putInt(out.capacity()).putShort((short) 1);
    out.putShort((short) port).putShort((short) type).putShort((short) gossip.size());
    out.putLong(currentEpoch).putLong(configEpoch).putLong(offset);
    put(out, sender, ID_LETTERS);
    out.put(Arrays.copyOf(slots.toByteArray(), SLOT_BYTES));
    put(out, primary, ID_LETTERS);
    put(out, ip, IP_BYTES);
    boolean extended = isHeartbeat() && !hostname.isEmpty();
    out.putShort(2214, (short) (extended ? 1 : 0));
    out.position(2248);
    out.putShort((short) busPort).putShort((short) flags).put((byte) (ok ? 0 : 1));
    out.put((byte) (extended ? messageFlags | EXTENDED : messageFlags));
    out.position(HEADER_BYTES);
    switch (type) {
      case PING, PONG, MEET -> {
        for (Gossip each : gossip) {
          put(out, each.id(), ID_LETTERS);
          out.putInt((int) each.pingSeconds()).putInt((int) each.pongSeconds());
          put(out, each.ip(), IP_BYTES);
          out.putShort((short) each.port()).putShort((short) each.busPort());
          out.putShort((short) each.flags()).putShort((short) 0).putShort((short) 0);
        }
        if (extended) {
          out.putInt(extensionBytes()).putShort((short) EXTENSION_HOSTNAME).putShort((short) 0);
          put(out, hostname, extensionBytes() - EXTENSION_BYTES);
        }
      }
      case FAIL -> put(out, about, ID_LETTERS);
      case UPDATE -> {
        out.putLong(aboutEpoch);
        put(out, about, ID_LETTERS);
        out.put(Arrays.copyOf(aboutSlots.toByteArray(), SLOT_BYTES));
      }
      case PUBLISH, SHARD_PUBLISH ->
          out.putInt(channel.length).putInt(text.length).put(channel).put(text);
      default -> {}
    }
    return out.array();
  }

  /** Reads a whole message; empty when it is none that this version knows. */
  static Optional<BusMessage> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES
        || !Arrays.equals(bytes, 0, 4, Bytes.latin1("RCmb"), 0, 4)
        || in.getShort(8) != 1) {
      return Optional.empty();
    }
    BusMessage read = new BusMessage();
    read.port = in.getShort(10) & 0xffff;
    read.type = in.getShort(12);
    int count = in.getShort(14) & 0xffff;
    read.currentEpoch = in.getLong(16);
    read.configEpoch = in.getLong(24);
    read.offset = in.getLong(32);
    read.sender = text(bytes, 40, ID_LETTERS);
    read.slots = BitSet.valueOf(Arrays.copyOfRange(bytes, 80, 80 + SLOT_BYTES));
    read.primary = text(bytes, 2128, ID_LETTERS);
    read.ip = text(bytes, 2168, IP_BYTES);
    read.busPort = in.getShort(2248) & 0xffff;
    read.flags = in.getShort(2250) & 0xffff;
    read.ok = in.get(2252) == 0;
    read.messageFlags = in.get(2253);
    int at = HEADER_BYTES;
    int rest = bytes.length - HEADER_BYTES;
    switch (read.type) {
      case PING, PONG, MEET -> {
        if (rest < count * GOSSIP_BYTES) {
          return Optional.empty();
        }
        for (int i = 0; i < count; i++, at += GOSSIP_BYTES) {
          read.gossip.add(
              new Gossip(
                  text(bytes, at, ID_LETTERS),
                  in.getInt(at + 40) & 0xffffffffL,
                  in.getInt(at + 44) & 0xffffffffL,
                  text(bytes, at + 48, IP_BYTES),
                  in.getShort(at + 94) & 0xffff,
                  in.getShort(at + 96) & 0xffff,
                  in.getShort(at + 98) & 0xffff));
        }
        if ((read.messageFlags & EXTENDED) != 0 && !read.extensions(in, at)) {
          return Optional.empty();
        }
      }
      case FAIL -> {
        if (rest < ID_LETTERS) {
          return Optional.empty();
        }
        read.about = text(bytes, at, ID_LETTERS);
      }
      case UPDATE -> {
        if (rest < Long.BYTES + ID_LETTERS + SLOT_BYTES) {
          return Optional.empty();
        }
        read.aboutEpoch = in.getLong(at);
        read.about = text(bytes, at + 8, ID_LETTERS);
        read.aboutSlots = BitSet.valueOf(Arrays.copyOfRange(bytes, at + 48, at + 48 + SLOT_BYTES));
      }
      case PUBLISH, SHARD_PUBLISH -> {
        long words = rest < 8 ? 0 : (long) in.getInt(at) + in.getInt(at + 4);
        if (rest < 8 || in.getInt(at) < 0 || in.getInt(at + 4) < 0 || words > rest - 8) {
          return Optional.empty();
        }
        int middle = at + 8 + in.getInt(at);
        read.channel = Arrays.copyOfRange(bytes, at + 8, middle);
        read.text = Arrays.copyOfRange(bytes, middle, middle + in.getInt(at + 4));
      }
      default -> {}
    }
    return Optional.of(read);
  }

  /** With the name goes a zero. */
  private int extensionBytes() {
    return hostname.isEmpty() ? 0 : EXTENSION_BYTES + (hostname.length() + 8) / 8 * 8;
  }

  /**
   * Reads what stands behind gossips; whether it is whole. Types that are not known are skipped.
   */
  private boolean extensions(ByteBuffer in, int from) {
    int at = from;
    for (int count = in.getShort(2214) & 0xffff; count > 0; count--) {
      int length = in.limit() - at < EXTENSION_BYTES ? 0 : in.getInt(at);
      if (length < EXTENSION_BYTES || length % 8 != 0 || length > in.limit() - at) {
        return false;
      }
      if (in.getShort(at + 4) == EXTENSION_HOSTNAME) {
        hostname = text(in.array(), at + EXTENSION_BYTES, length - EXTENSION_BYTES);
      }
      at += length;
    }
    return true;
  }

  private static void put(ByteBuffer out, String text, int length) {
    out.put(Arrays.copyOf(Bytes.latin1(text), length));
  }

  private static String text(byte[] bytes, int from, int length) {
    int to = from;
    while (to < from + length && bytes[to] != 0) {
      to++;
    }
    return Bytes.latin1Text(Arrays.copyOfRange(bytes, from, to));
  }
}
