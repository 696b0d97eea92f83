package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** What DEBUG HELP answers. */
final class DebugHelp {
  private static final List<String> LINES =
      List.of(
          "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
          "CHANGE-REPL-ID",
          "    Takes another replication ID.",
          "DIGEST",
          "    Twenty bytes in hexadecimal that stand for all the data.",
          "DIGEST-VALUE <key> [<key> ...]",
          "    The same for the values of single keys.",
          "ERROR <string>",
          "    Answers with this as an error.",
          "HTSTATS <dbid>",
          "    How full the hash tables of a database are.",
          "HTSTATS-KEY <key>",
          "    The same for the hash table of a value.",
          "LISTPACK <key>",
          "    Whether the value is a listpack; the inspection of the key shows its bytes.",
          "OBJECT <key>",
          "    Encoding, references and age of a value.",
          "PAUSE-CRON <0|1>",
          "    Stops what the server does ten times a second.",
          "POPULATE <count> [<prefix>] [<size>]",
          "    Makes so many keys named key:0, key:1 and so on.",
          "PROTOCOL <type>",
          "    Answers with a reply of this type: string, integer, double, bignum, null, array,",
          "    set, map, attrib, push, verbatim, true, false.",
          "QUICKLIST <key> [<0|1>]",
          "    Whether the value is a quicklist; the inspection of the key shows its nodes.",
          "QUICKLIST-PACKED-THRESHOLD <size>",
          "    From which size on an element of a list gets a node of its own; 0: 1 GiB.",
          "REPLYBUFFER PEAK-RESET-TIME <NEVER|RESET|time>",
          "    After how many milliseconds the peak of a client's replies is forgotten.",
          "REPLYBUFFER RESIZING <0|1>",
          "    Whether the buffers of replies are fitted to what clients need.",
          "SDSLEN <key>",
          "    Length, room and bytes on the heap of a key and its string.",
          "SET-ACTIVE-EXPIRE <0|1>",
          "    Whether keys that nobody looks at are removed when their time has passed.",
          "SLEEP <seconds>",
          "    Does nothing for so long, for anybody.",
          "STRINGMATCH-LEN <pattern> <string>",
          "    Whether a glob matches.",
          "STRUCTSIZE",
          "    The sizes of some structures of the server.",
          "HELP",
          "    Prints this help.");

  private DebugHelp() {}

  static Reply reply() {
    List<Reply> lines = new ArrayList<>();
    for (String line : LINES) {
      lines.add(new Reply.Simple(line));
    }
    return new Reply.Array(List.copyOf(lines));
  }
}
