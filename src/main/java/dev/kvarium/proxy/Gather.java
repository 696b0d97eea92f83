package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A request with several keys, split into a part for each server, and the answers put together.
 *
 * <pre>
 *   MGET a b c ──► server 0: mget a c   ──► *2 A C ──┐
 *             └──► server 1: mget b     ──► *1 B   ──┴──► *3 A B C
 * </pre>
 *
 * <p>Nothing makes the parts one: some may be done when others fail, and a client that is told of
 * an error does not learn which.
 */
final class Gather {
  private final Ask whole;
  private final boolean redis;
  private final List<Ask> parts = new ArrayList<>();

  /** Which part each key of the request is in. */
  private final List<Ask> byKey = new ArrayList<>();

  private int left;
  private boolean together;
  private byte[] reply = Bytes.EMPTY;
  private boolean lacking;

  /** The keys of one server. */
  private static final class Share {
    final List<byte[]> keys = new ArrayList<>();
    final List<byte[]> values = new ArrayList<>();
    long twiceBytes;
    @Nullable Ask part;
  }

  private Gather(Ask whole, boolean redis) {
    this.whole = whole;
    this.redis = redis;
  }

  /** Whether nutcracker would split a request. */
  static boolean splits(Ask ask, boolean redis) {
    if (ask.keys.size() == 1) {
      return false;
    }
    return redis
        ? Shape.of(ask.command)
            .filter(shape -> shape == Shape.KEYS || shape == Shape.PAIRS)
            .isPresent()
        : ask.is("get") || ask.is("gets");
  }

  /**
   * Splits a request.
   *
   * @param ring which server has a key
   */
  static Gather split(Ask ask, boolean redis, ToIntFunction<byte[]> ring, int servers) {
    Gather gather = new Gather(ask, redis);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      shares.add(new Share());
    }
    List<Share> order = new ArrayList<>();
    for (int i = 0; i < ask.keys.size(); i++) {
      Share share = shares.get(ring.applyAsInt(ask.keys.get(i)));
      share.keys.add(ask.keys.get(i));
      if (!ask.values.isEmpty()) {
        byte[] value = ask.values.get(i);
        share.values.add(value);
        share.twiceBytes += i < ask.keys.size() - 1 ? bulkLength(value) : 0;
      }
      order.add(share);
    }
    for (Share share : shares) {
      if (!share.keys.isEmpty()) {
        share.part = gather.part(share);
      }
    }
    for (Share share : order) {
      if (share.part != null) {
        gather.byKey.add(share.part);
      }
    }
    gather.left = gather.parts.size();
    ask.parts = gather;
    return gather;
  }

  private Ask part(Share share) {
    byte[] bytes = redis ? redisPart(share) : memcachePart(share);
    Ask part = new Ask(whole.command, bytes, share.keys, share.values, false);
    part.twiceBytes = share.twiceBytes;
    part.whole = this;
    part.client = whole.client;
    parts.add(part);
    return part;
  }

  private byte[] redisPart(Share share) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int words = 1 + share.keys.size() + share.values.size();
    out.writeBytes(Bytes.of("*" + words + "\r\n"));
    bulk(out, Bytes.of(whole.command));
    for (int i = 0; i < share.keys.size(); i++) {
      bulk(out, share.keys.get(i));
      if (!share.values.isEmpty()) {
        bulk(out, share.values.get(i));
      }
    }
    return out.toByteArray();
  }

  private static void bulk(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(Bytes.of("$" + bytes.length + "\r\n"));
    out.writeBytes(bytes);
    out.writeBytes(Bytes.of("\r\n"));
  }

  private static int bulkLength(byte[] bytes) {
    return 1 + Integer.toString(bytes.length).length() + 2 + bytes.length + 2;
  }

  private byte[] memcachePart(Share share) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Bytes.of(whole.command + " "));
    for (byte[] key : share.keys) {
      out.writeBytes(key);
      out.write(' ');
    }
    out.writeBytes(Bytes.of("\r\n"));
    return out.toByteArray();
  }

  List<Ask> parts() {
    return parts;
  }

  /** A part has its answer, or its trouble. */
  void partDone(Ask part) {
    left--;
    Answer answer = part.answer;
    if (answer != null && !fits(answer)) {
      part.trouble = Trouble.INVALID;
    }
  }

  private boolean fits(Answer answer) {
    return redis
        ? answer.kind() == ':' || answer.kind() == '*' || answer.kind() == '+'
        : answer.kind() == Answer.VALUES;
  }

  boolean isDone() {
    return left == 0;
  }

  /** Puts the answers together, once all are there. */
  void putTogether() {
    if (together) {
      return;
    }
    together = true;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!redis) {
      values(out);
    } else if (whole.is("mget")) {
      out.writeBytes(Bytes.of("*" + whole.keys.size() + "\r\n"));
      bulks(out);
    } else if (whole.is("mset")) {
      out.writeBytes(Bytes.of("+OK\r\n"));
    } else {
      int sum = 0;
      for (Ask part : parts) {
        Answer answer = part.answer;
        sum += answer == null || answer.kind() != ':' ? 0 : (int) answer.number();
      }
      out.writeBytes(Bytes.of(":" + sum + "\r\n"));
    }
    reply = out.toByteArray();
  }

  /** The answer; only once they are together. */
  byte[] reply() {
    return reply;
  }

  /**
   * Whether an answer to a read was not there at all: after that nutcracker ends the client's
   * connection, behind the error that it sends.
   */
  boolean isLacking() {
    return lacking;
  }

  /** The first trouble of a part that has a number, if any part had one. */
  Optional<Trouble> trouble() {
    Optional<Trouble> found = Optional.empty();
    for (Ask part : parts) {
      Trouble trouble = part.trouble;
      if (trouble != null && (found.isEmpty() || found.get() == Trouble.ENDED)) {
        found = Optional.of(trouble);
      }
    }
    return found;
  }

  /** For each key the next of its part's answers, whatever key that was for. */
  private void bulks(ByteArrayOutputStream out) {
    int[] places = begins();
    for (Ask part : byKey) {
      Answer answer = part.answer;
      int which = parts.indexOf(part);
      int from = places[which];
      if (answer == null || answer.kind() != '*' || from >= answer.bytes().length) {
        lacking |= answer == null || answer.kind() == '*';
        return;
      }
      byte[] bytes = answer.bytes();
      int line = Bytes.indexOf(bytes, (byte) '\n', from) + 1;
      int length = bytes[from + 1] == '-' ? -2 : number(bytes, from + 1);
      int end = line + length + 2;
      out.write(bytes, from, end - from);
      places[which] = end;
    }
  }

  private void values(ByteArrayOutputStream out) {
    int[] places = begins();
    for (Ask part : byKey) {
      Answer answer = part.answer;
      if (answer == null || answer.kind() != Answer.VALUES) {
        lacking = true;
        return;
      }
      int which = parts.indexOf(part);
      int from = places[which];
      if (from < answer.number()) {
        byte[] bytes = answer.bytes();
        int line = Bytes.indexOf(bytes, (byte) '\n', from) + 1;
        int end = line + valueLength(bytes, from, line) + 2;
        out.write(bytes, from, end - from);
        places[which] = end;
      }
    }
    out.writeBytes(Bytes.of("END\r\n"));
  }

  /** Where the elements of each part's answer begin. */
  private int[] begins() {
    int[] places = new int[parts.size()];
    for (int i = 0; i < places.length; i++) {
      Answer answer = parts.get(i).answer;
      places[i] = redis && answer != null ? (int) answer.number() : 0;
    }
    return places;
  }

  private static int valueLength(byte[] bytes, int from, int line) {
    int place = from;
    for (int blanks = 0; blanks < 3 && place < line; place++) {
      blanks += bytes[place] == ' ' ? 1 : 0;
    }
    return number(bytes, place);
  }

  private static int number(byte[] bytes, int from) {
    int number = 0;
    for (int i = from; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = number * 10 + bytes[i] - '0';
    }
    return number;
  }
}
