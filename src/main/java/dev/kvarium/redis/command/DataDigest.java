package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.QuicklistIterator;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Twenty bytes that stand for data, equal to those of redis-server's DEBUG DIGEST and DIGEST-VALUE
 * where the data is.
 *
 * <p>Two ways of taking something in: what has no order is XORed, each piece by its SHA-1, so that
 * it may come in any order; what has an order is <i>mixed</i>, XORed and the sum hashed again.
 */
final class DataDigest {
  private static final int BYTES = 20;
  private static final byte[] EXPIRES = Bytes.latin1("!!expire!!");

  private final MessageDigest sha1;
  private final byte[] sum = new byte[BYTES];

  private DataDigest(MessageDigest sha1) {
    this.sha1 = sha1;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-1", impossible);
    }
  }

  /** All databases. */
  static String of(Keyspace keyspace) {
    DataDigest whole = new DataDigest(sha1());
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      if (db.size() > 0) {
        whole.mix(number(i));
        db.keys()
            .forEach(
                entry -> {
                  DataDigest one = new DataDigest(whole.sha1);
                  one.mix(entry.key);
                  one.value(entry.get(), db.expireAtMillis(entry.key) >= 0);
                  whole.xor(one.sum);
                });
      }
    }
    return whole.text();
  }

  /** The value of a key; zeros when it is not there. */
  static String of(Db db, byte[] key) {
    DataDigest digest = new DataDigest(sha1());
    Value value = db.peek(key);
    if (value != null) {
      digest.value(value, db.expireAtMillis(key) >= 0);
    }
    return digest.text();
  }

  private void value(Value value, boolean expires) {
    mix(number(value.type().redisNumber()));
    switch (value) {
      case StringValue string -> mix(string.bytes());
      case ListValue list -> {
        QuicklistIterator walk = list.walk(0, false);
        while (walk.advance()) {
          mix(walk.value());
        }
      }
      case SetValue set -> {
        SetValue.Members members = set.members();
        while (members.advance()) {
          xor(members.member());
        }
        members.close();
      }
      case HashValue hash -> {
        HashValue.Fields fields = hash.fields();
        while (fields.advance()) {
          pair(fields.field(), fields.value());
        }
        fields.close();
      }
      case SortedSetValue sorted -> {
        SortedSetValue.Place place = sorted.atRank(0, false);
        while (place.isHere()) {
          pair(place.member(), Numbers.replyDouble(place.score()));
          place.advance(false);
        }
      }
      case StreamValue stream -> {
        StreamCursor walk = stream.walk(StreamId.MIN, StreamId.MAX, false);
        while (walk.advance()) {
          mix(Bytes.latin1(walk.id().toString().replace('-', '.')));
          for (byte[] each : walk.pairs()) {
            mix(each);
          }
        }
      }
    }
    if (expires) {
      xor(EXPIRES);
    }
  }

  private void pair(byte[] first, byte[] second) {
    DataDigest pair = new DataDigest(sha1);
    pair.mix(first);
    pair.mix(second);
    xor(pair.sum);
  }

  private void xor(byte[] piece) {
    byte[] hash = sha1.digest(piece);
    for (int i = 0; i < BYTES; i++) {
      sum[i] ^= hash[i];
    }
  }

  private void mix(byte[] piece) {
    xor(piece);
    System.arraycopy(sha1.digest(sum), 0, sum, 0, BYTES);
  }

  private static byte[] number(int number) {
    return new byte[] {
      (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
    };
  }

  private String text() {
    return HexFormat.of().formatHex(sum);
  }
}
