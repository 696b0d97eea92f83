package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueTable;
import dev.kvarium.structure.Dict;
import dev.kvarium.wire.Reply;
import java.util.Locale;

/** DEBUG HTSTATS and HTSTATS-KEY: how full hash tables are, and how long their chains. */
final class DebugTables {
  private static final int LENGTHS = 50;

  private DebugTables() {}

  static Reply ofDatabase(Call call) throws CommandError {
    long number = call.longArg(2, CommandError.NOT_AN_INTEGER);
    if (number < 0 || number >= call.keyspace().databases()) {
      throw new CommandError("ERR Out of range database");
    }
    return verbatim(
        "[Dictionary HT]\n"
            + tables(call.keyspace().db((int) number).keys())
            + "[Expires HT]\n"
            + tables(call.keyspace().db((int) number).expires()));
  }

  static Reply ofKey(Call call) throws CommandError {
    Value value = call.db().readUntouched(call.arg(2));
    if (value == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    Dict<?> dict =
        ValueTable.of(value)
            .orElseThrow(
                () ->
                    new CommandError(
                        "ERR The value stored at the specified key is not represented using an"
                            + " hash table"));
    return verbatim(tables(dict));
  }

  private static Reply verbatim(String text) {
    return new Reply.Verbatim("txt", Bytes.latin1(text));
  }

  private static String tables(Dict<?> dict) {
    return table(dict, 0) + (dict.isRehashing() ? table(dict, 1) : "");
  }

  private static String table(Dict<?> dict, int number) {
    String title =
        "Hash table "
            + number
            + " stats ("
            + (number == 0 ? "main hash table" : "rehashing target")
            + "):\n";
    if (dict.used(number) == 0) {
      return title + "No stats available for empty dictionaries\n";
    }
    int buckets = dict.buckets(number);
    int[] ofLength = new int[LENGTHS];
    int longest = 0;
    for (int i = 0; i < buckets; i++) {
      int length = 0;
      for (Dict.Entry<?> entry = dict.chain(number, i); entry != null; entry = entry.next()) {
        length++;
      }
      ofLength[Math.min(length, LENGTHS - 1)]++;
      longest = Math.max(longest, length);
    }
    int slots = buckets - ofLength[0];
    String average = decimals((float) dict.used(number) / slots);
    StringBuilder text = new StringBuilder(title);
    text.append(" table size: ").append(buckets);
    text.append("\n number of elements: ").append(dict.used(number));
    text.append("\n different slots: ").append(slots);
    text.append("\n max chain length: ").append(longest);
    text.append("\n avg chain length (counted): ").append(average);
    text.append("\n avg chain length (computed): ").append(average);
    text.append("\n Chain length distribution:\n");
    for (int i = 0; i < LENGTHS - 1; i++) {
      if (ofLength[i] > 0) {
        text.append("   ").append(i).append(": ").append(ofLength[i]).append(" (");
        text.append(decimals((float) ofLength[i] / buckets * 100)).append("%)\n");
      }
    }
    return text.toString();
  }

  private static String decimals(float value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
