package dev.kvarium.redis.aof;

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
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * All keys as the fewest commands that make them: the base of a log when {@code
 * aof-use-rdb-preamble} is no.
 *
 * <pre>
 *   SELECT 0
 *   SET counter 1000000
 *   RPUSH jobs a b c …         up to 64 elements a command
 *   HMSET user:1 name Ann age 30
 *   PEXPIREAT user:1 1767225630000
 * </pre>
 */
public final class RewrittenCommands {
  private static final int MOST_ITEMS = 64;
  private static final byte[] SELECT = Bytes.latin1("SELECT");
  private static final byte[] SET = Bytes.latin1("SET");
  private static final byte[] RPUSH = Bytes.latin1("RPUSH");
  private static final byte[] SADD = Bytes.latin1("SADD");
  private static final byte[] ZADD = Bytes.latin1("ZADD");
  private static final byte[] HMSET = Bytes.latin1("HMSET");
  private static final byte[] PEXPIREAT = Bytes.latin1("PEXPIREAT");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<byte[]> words = new ArrayList<>();

  private RewrittenCommands() {}

  /** The commands for all databases, and for libraries of functions by their source. */
  public static byte[] of(Keyspace keyspace, List<byte[]> libraries) {
    RewrittenCommands commands = new RewrittenCommands();
    for (byte[] source : libraries) {
      commands.write(Bytes.latin1("FUNCTION"), Bytes.latin1("LOAD"), source);
    }
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      if (db.size() > 0) {
        commands.write(SELECT, Numbers.toBytes(i));
        commands.write(db);
      }
    }
    return commands.out.toByteArray();
  }

  private void write(Db db) {
    db.keys()
        .forEach(
            entry -> {
              write(entry.key, entry.get());
              var expiry = db.expires().isEmpty() ? null : db.expires().peek(entry.key);
              if (expiry != null) {
                write(PEXPIREAT, entry.key, Numbers.toBytes(expiry.number));
              }
            });
  }

  private void write(byte[] key, Value value) {
    switch (value) {
      case StringValue string -> write(SET, key, string.bytes());
      case ListValue list -> {
        QuicklistIterator items = list.walk(0, false);
        while (items.advance()) {
          add(RPUSH, key, items.value());
        }
      }
      case SetValue set -> {
        SetValue.Members members = set.members();
        while (members.advance()) {
          add(SADD, key, members.member());
        }
      }
      case SortedSetValue set -> write(key, set);
      case StreamValue stream -> RewrittenStream.write(key, stream, this::write);
      case HashValue hash -> {
        HashValue.Fields fields = hash.fields();
        while (fields.advance()) {
          add(HMSET, key, fields.field(), fields.value());
        }
      }
    }
    end();
  }

  private void write(byte[] key, SortedSetValue set) {
    if (set.dict() != null) {
      set.forEachInTable((member, score) -> add(ZADD, key, Numbers.replyDouble(score), member));
      return;
    }
    for (var place = set.atRank(0, false); place.isHere(); place.advance(false)) {
      add(ZADD, key, Numbers.replyDouble(place.score()), place.member());
    }
  }

  /** Adds an element, of one or two words, to the command in hand. */
  private void add(byte[] command, byte[] key, byte[]... element) {
    if (words.isEmpty()) {
      words.add(command);
      words.add(key);
    }
    words.addAll(List.of(element));
    if (words.size() == 2 + MOST_ITEMS * element.length) {
      end();
    }
  }

  private void end() {
    if (!words.isEmpty()) {
      write(words.toArray(byte[][]::new));
      words.clear();
    }
  }

  private void write(byte[]... command) {
    head('*', command.length);
    for (byte[] word : command) {
      head('$', word.length);
      out.writeBytes(word);
      out.write('\r');
      out.write('\n');
    }
  }

  private void head(char sign, int number) {
    out.write(sign);
    out.writeBytes(Numbers.toBytes(number));
    out.write('\r');
    out.write('\n');
  }
}
