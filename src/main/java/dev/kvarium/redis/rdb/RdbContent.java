package dev.kvarium.redis.rdb;

import dev.kvarium.redis.aof.Aof;
import dev.kvarium.redis.aof.RewrittenCommands;
import dev.kvarium.redis.command.Info;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.world.Clock;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The data of a node as files hold it: what they would hold if they were written now. */
final class RdbContent {
  private final Settings settings;
  private final Keyspace keyspace;
  private final Clock clock;
  private final int version;
  private Libraries libraries = Libraries.NONE;
  private Supplier<Optional<RdbFile.Stream>> stream = Optional::empty;

  /** A file that is to be written, with how many keys it holds. */
  record Written(byte[] bytes, long keys) {}

  RdbContent(Settings settings, Keyspace keyspace, Clock clock, int version) {
    this.settings = settings;
    this.keyspace = keyspace;
    this.clock = clock;
    this.version = version;
  }

  /** The libraries of functions that files hold. */
  Libraries libraries() {
    return libraries;
  }

  void libraries(Libraries other) {
    libraries = other;
  }

  /** Says which stream of changes follows a file, if one does. */
  void stream(Supplier<Optional<RdbFile.Stream>> knowing) {
    stream = knowing;
  }

  /** The file of all keys. */
  Written all() {
    return written(keyspace.databases(), libraries, false);
  }

  /** All keys, all functions or both. */
  byte[] of(boolean keys, boolean functions) {
    return written(keys ? keyspace.databases() : 0, functions ? libraries : Libraries.NONE, false)
        .bytes();
  }

  /** A base of the log. */
  Aof.Base base() {
    if (settings.get("aof-use-rdb-preamble").equals("yes")) {
      return new Aof.Base(written(keyspace.databases(), libraries, true).bytes(), "rdb");
    }
    byte[] commands = RewrittenCommands.of(keyspace, libraries.sources());
    if (settings.get("aof-timestamp-enabled").equals("yes")) {
      byte[] line = Aof.annotation(nowSeconds());
      byte[] stamped = Arrays.copyOf(line, line.length + commands.length);
      System.arraycopy(commands, 0, stamped, line.length, commands.length);
      return new Aof.Base(stamped, "aof");
    }
    return new Aof.Base(commands, "aof");
  }

  /** How many keys there are. */
  long keys() {
    long keys = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      keys += keyspace.db(i).size();
    }
    return keys;
  }

  /** How many bytes a value takes in a file, without its type and key. */
  long serializedBytes(Value value) {
    RdbOutput out = new RdbOutput(keyspace.shaping().lzf(), settings.rdbCompression).as(version);
    RdbWriter.writeContent(out, value);
    return out.size();
  }

  private Written written(int databases, Libraries functions, boolean base) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    RdbOutput out =
        new RdbOutput(
            keyspace.shaping().lzf(),
            settings.rdbCompression,
            (bytes, length) -> content.write(bytes, 0, length));
    long keys = RdbFile.write(out, keyspace, databases, functions, facts(base));
    return new Written(content.toByteArray(), keys);
  }

  private RdbFile.Facts facts(boolean base) {
    return new RdbFile.Facts(
        keyspace.shaping().version().full(),
        version,
        nowSeconds(),
        Info.usedBytes(keyspace),
        base,
        settings.get("rdbchecksum").equals("yes"),
        base ? Optional.empty() : stream.get());
  }

  private long nowSeconds() {
    return clock.nowMicros() / 1_000_000;
  }
}
