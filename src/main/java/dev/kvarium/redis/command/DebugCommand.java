package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;

/**
 * DEBUG: looks into the server, and makes it behave as tests need it. Its subcommands are no rows
 * of the table, as they are none in the server; a part of the node adds those that are its own.
 */
public final class DebugCommand {
  private static final int SHOWN_OF_UNKNOWN = 128;
  private static final CommandError NOT_SDS = new CommandError("ERR Not an sds encoded string.");
  private static final CommandError THRESHOLD =
      new CommandError("ERR argument must be a memory value bigger than 1 and smaller than 4gb");

  /** A larger table is not made beforehand: nobody has the memory for so many keys. */
  private static final long MOST_BUCKETS = 1 << 24;

  private static final long LARGEST_THRESHOLD = (1L << 32) - (1 << 20);

  /** A subcommand with the least and the most words of a call, DEBUG and its name included. */
  private record Subcommand(int least, int most, Handler handler) {}

  private final Settings settings;
  private final Clock clock;
  private ToLongFunction<Value> serializedBytes = value -> 0;
  private final SequencedMap<String, Subcommand> subcommands = new LinkedHashMap<>();

  DebugCommand(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    addLooking();
    addBehaviour();
  }

  /** Adds a subcommand, its name in lower case; the words are counted with DEBUG and its name. */
  public void add(String name, int least, int most, Handler handler) {
    subcommands.put(name, new Subcommand(least, most, handler));
  }

  /** Says who knows how many bytes a value takes in a file. */
  public void serializedBy(ToLongFunction<Value> bytes) {
    serializedBytes = bytes;
  }

  private void addLooking() {
    Reply help = DebugHelp.reply();
    add("help", 2, 2, call -> help);
    add("digest", 2, 2, call -> new Reply.Simple(DataDigest.of(call.keyspace())));
    add("digest-value", 2, Integer.MAX_VALUE, DebugCommand::digests);
    add("object", 3, 3, call -> DebugObject.handle(call, serializedBytes));
    add("sdslen", 3, 3, DebugCommand::sdsLengths);
    add("listpack", 3, 3, call -> printed(call, Encoding.LISTPACK, "Listpack", "listpack"));
    add("quicklist", 3, 4, call -> printed(call, Encoding.QUICKLIST, "Quicklist", "quicklist"));
    add("htstats", 3, 3, DebugTables::ofDatabase);
    add("htstats-key", 3, 3, DebugTables::ofKey);
    add(
        "structsize",
        2,
        2,
        call ->
            Reply.of(
                "bits:64 robj:16 dictentry:24 sdshdr5:1 sdshdr8:3 sdshdr16:5 sdshdr32:9"
                    + " sdshdr64:17 "));
    add("stringmatch-len", 4, 4, call -> Reply.of(Glob.matches(call.arg(2), call.arg(3)) ? 1 : 0));
    add("client-eviction", 2, 2, call -> Reply.error("ERR maxmemory-clients is disabled."));
  }

  private void addBehaviour() {
    add("protocol", 3, 3, DebugProtocol::handle);
    add("error", 3, 3, call -> Reply.error(call.text(2)));
    add("log", 3, 3, call -> Reply.OK);
    add("leak", 3, 3, call -> Reply.OK);
    add("sleep", 3, 3, this::sleep);
    add("populate", 3, 5, DebugCommand::populate);
    add(
        "set-active-expire",
        3,
        3,
        call -> {
          settings.activeExpire = isOn(call);
          return Reply.OK;
        });
    add(
        "pause-cron",
        3,
        3,
        call -> {
          settings.cronPaused = isOn(call);
          return Reply.OK;
        });
    add(
        "set-disable-deny-scripts",
        3,
        3,
        call -> {
          settings.scriptsMayAll = isOn(call);
          return Reply.OK;
        });
    add("quicklist-packed-threshold", 3, 3, DebugCommand::packedThreshold);
    add("replybuffer", 4, 4, this::replyBuffer);
    add("aof-flush-sleep", 3, 3, call -> Reply.OK);
    add("drop-cluster-packet-filter", 3, 3, DebugCommand::numberAndOk);
    add("stringmatch-test", 2, 2, call -> Reply.error("ERR use DEBUG STRINGMATCH-LEN"));
  }

  Reply handle(Call call) throws CommandError {
    Subcommand found = subcommands.get(call.text(1).toLowerCase(Locale.ROOT));
    if (found == null || call.argc() < found.least || call.argc() > found.most) {
      throw unknown(call);
    }
    return found.handler.handle(call);
  }

  private static CommandError unknown(Call call) {
    String word = call.text(1);
    return new CommandError(
        "ERR unknown subcommand or wrong number of arguments for '"
            + word.substring(0, Math.min(word.length(), SHOWN_OF_UNKNOWN))
            + "'. Try "
            + call.text(0).toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  /** A flag as C's atoi reads it: anything but a number other than 0 is off. */
  static boolean isOn(Call call) {
    return call.text(2).strip().matches("[+-]?0*[1-9].*");
  }

  private static Reply numberAndOk(Call call) throws CommandError {
    call.longArg(2);
    return Reply.OK;
  }

  private static Reply digests(Call call) {
    Reply[] digests = new Reply[call.argc() - 2];
    for (int i = 0; i < digests.length; i++) {
      digests[i] = new Reply.Simple(DataDigest.of(call.db(), call.arg(i + 2)));
    }
    return Reply.of(digests);
  }

  private static Reply sdsLengths(Call call) throws CommandError {
    Value value = call.db().peek(call.arg(2));
    if (value == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    if (!(value instanceof StringValue string) || string.isInteger()) {
      throw NOT_SDS;
    }
    return new Reply.Simple(DebugObject.sdsLengths(call.arg(2), string));
  }

  /** The server prints these to its own output; here the inspection of a key shows as much. */
  private static Reply printed(Call call, Encoding wanted, String title, String name)
      throws CommandError {
    Value value = call.db().readUntouched(call.arg(2));
    if (value == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    if (value.encoding() != wanted) {
      throw new CommandError("ERR Not a " + name + " encoded object.");
    }
    return new Reply.Simple(title + " structure printed on stdout");
  }

  private Reply sleep(Call call) {
    double seconds = seconds(call.text(2));
    clock.stall((long) (seconds * 1_000_000));
    return Reply.OK;
  }

  /** As C's strtod reads it, whatever stands behind the number. */
  private static double seconds(String text) {
    String number = text.strip().replaceFirst("^([+-]?[0-9]*\\.?[0-9]*).*$", "$1");
    try {
      return Math.max(0, Double.parseDouble(number));
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private static Reply populate(Call call) throws CommandError {
    long keys = call.positiveArg(2);
    call.db().keys().resizeTo(Math.min(keys, MOST_BUCKETS));
    long size = call.argc() == 5 ? call.positiveArg(4) : 0;
    if (keys > Integer.MAX_VALUE || size > call.maxBulkBytes()) {
      throw CommandError.NOT_POSITIVE;
    }
    byte[] prefix =
        Bytes.concat(call.argc() == 3 ? Bytes.latin1("key") : call.arg(3), Bytes.latin1(":"));
    Db db = call.db();
    for (long i = 0; i < keys; i++) {
      byte[] key = Bytes.concat(prefix, Bytes.latin1(Long.toString(i)));
      if (db.write(key) == null) {
        byte[] text = Bytes.latin1("value:" + i);
        db.add(key, StringValue.text(size == 0 ? text : Arrays.copyOf(text, (int) size)));
      }
    }
    return Reply.OK;
  }

  private static Reply packedThreshold(Call call) throws CommandError {
    MemoryText size = MemoryText.parse(call.text(2));
    if (!size.valid() || Long.compareUnsigned(size.bytes(), LARGEST_THRESHOLD) > 0) {
      throw THRESHOLD;
    }
    call.shaping().quicklistRules().plainFrom(size.bytes());
    return Reply.OK;
  }

  private Reply replyBuffer(Call call) throws CommandError {
    if (call.is(2, "PEAK-RESET-TIME")) {
      if (call.is(3, "NEVER")) {
        settings.replyPeakResetMillis = -1;
      } else if (call.is(3, "RESET")) {
        settings.replyPeakResetMillis = Settings.REPLY_PEAK_RESET_MILLIS;
      } else {
        settings.replyPeakResetMillis = call.longArg(3);
      }
    } else if (call.is(2, "RESIZING")) {
      settings.replyBufferResizing = call.text(3).strip().matches("[+-]?0*[1-9].*");
    } else {
      throw unknown(call);
    }
    return Reply.OK;
  }
}
