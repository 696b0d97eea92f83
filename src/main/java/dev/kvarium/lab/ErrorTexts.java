package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an error of a server means, why it came, and what to do: by the code that it begins with,
 * and for {@code ERR} by what it says.
 */
final class ErrorTexts {
  private static final String CODES =
      """
      ASK: the slot is moving, and this key is on the other node already: send this one command there, behind ASKING, and keep the map of slots as it is
      BUSY: a script or a function has run longer than busy-reply-threshold and holds everybody up: SCRIPT KILL or FUNCTION KILL ends it, unless it has written
      BUSYGROUP: the stream has a consumer group of that name: creating it again would forget how far it has read
      BUSYKEY: the key is there already, and RESTORE writes over it only with REPLACE
      CLUSTERDOWN: nobody serves the slot, or too few primaries are up for the cluster to answer: cluster-require-full-coverage decides whether one missing slot stops all
      CROSSSLOT: a command's keys must all lie in one slot; the part of a name in { } decides where it lies, so that user keys can be kept together
      DENIED: protected mode refuses connections from elsewhere while there is no password
      EXECABORT: a command was refused while it was queued, so EXEC runs none of them: a fault that shows when queueing stops all, one that shows when running does not
      FATAL: the file cannot be used by this server as it is configured
      IDONTKNOW: this Sentinel has no answer, since it does not see enough itself
      INPROG: a failover is under way already
      INVALIDOBJ: the value has the form of a HyperLogLog, but its registers do not add up: something else wrote into that string
      IOERR: MIGRATE could not reach the other server, or got no answer in time: a key may be on both sides afterwards, never on neither
      LOADING: the server is reading its data and answers nothing that needs it
      MASTERDOWN: the replica has no link to its primary and replica-serve-stale-data no forbids answering with what may be old
      MISCONF: the last save or write of the log failed, and the server refuses writes rather than promise what it cannot keep: INFO persistence and the disk say why
      MOVED: another node has the slot for good: go there, and correct the map of slots; a client that follows it each time pays a second way for each command
      NOAUTH: the user has a password and this connection has not given one: AUTH comes first
      NOGOODSLAVE: no replica is fit to take over
      NOGROUP: there is no such stream or no such group of it: XGROUP CREATE makes one, with MKSTREAM also the stream
      NOMASTERLINK: the other side has itself no link to its primary, so it has nothing to give
      NOPERM: the rules of this user forbid the command, the key or the channel: ACL WHOAMI says who you are, ACL GETUSER and ACL LOG why
      NOPROTO: HELLO knows the protocols 2 and 3
      NOQUORUM: fewer Sentinels agree than must, so none of them acts
      NOREPLICAS: fewer replicas are near than min-replicas-to-write asks for, so that a write now could be lost with this server: it was not made
      NOSCRIPT: no script has this digest here: a restart or SCRIPT FLUSH forgets them; EVAL brings it back, and EVALSHA works from then on
      NOTBUSY: no script is running
      NOTREADY: the other side cannot do this yet; it will be asked again
      OOM: used memory is beyond maxmemory and the policy finds nothing to evict, so commands that may take more are refused; reads and DEL still work
      READONLY: this is a replica, and its data is its primary's: write there; what was written here would be lost at the next sync
      TRYAGAIN: the slot is moving and of the keys some are here and some there: the command can run on neither node until all have moved
      UNBLOCKED: the key that this client waited on has become something else or is gone, or somebody freed it by CLIENT UNBLOCK
      UNKILLABLE: the script has written already, and to stop it half way would break that it happens as one: wait, or SHUTDOWN NOSAVE
      WRONGPASS: there is no such user, or the password is another, or the user is off: which of them is not said on purpose
      WRONGTYPE: the key holds another type than the command is for; nothing is converted: TYPE says what it holds, :why KEY since when
      ERROR: Memcached does not know the command, or the line is not written as it takes it; after a wrong set the value behind it is taken for a command too
      CLIENT_ERROR: Memcached could not follow what the client wrote; nothing was changed
      SERVER_ERROR: Memcached understood, and could not do it; an item of that name that was there before may be gone, so that nobody reads an old value
      NOT_STORED: the condition of add, replace, append or prepend was not met; nothing was changed
      NOT_FOUND: no item of that name: never stored, past its time, deleted or evicted; :why KEY tells which
      EXISTS: somebody changed the item since gets gave out its unique number: read it once more
      BADCLASS: there is no slab class of that number, so no page moves
      NOSPARE: the class that a page is to be taken from has only one, which it keeps
      NOTSTARTED: nothing moves pages: Memcached was started with slab_reassign off
      SAME: a page cannot move from a class to itself
      ERR: the request cannot be followed as it is, and the words behind ERR say what of it; nothing was changed\
      """;

  /** Parts of what stands behind a code, the more special first. */
  private static final String[][] WORDS = {
    {
      "wrong number of arguments",
      "more or fewer words than the command takes; :help NAME shows how it is written"
    },
    {
      "unknown command",
      "the server knows no command of that name: a slip, or one that came with a later version"
    },
    {"unknown subcommand", "the command has no such subcommand; NAME HELP lists those that it has"},
    {
      "syntax error",
      "an option is unknown, stands where it cannot, or excludes another that was given"
    },
    {
      "would overflow",
      "counters are signed integers of 64 bits; one step beyond is refused, and the value stays"
    },
    {"NaN or Infinity", "the sum would be no number; the value stays as it was"},
    {
      "not an integer or out of range",
      "a whole number of 64 bits was expected: of the argument, or of what the key holds, where"
          + " even a blank or a leading zero makes it a text"
    },
    {"hash value is not", "the field holds text that is no such number, so nothing can be added"},
    {"not a valid float", "a number was expected, of the argument or of what the key holds"},
    {"not a float", "a number was expected here, inf and -inf included"},
    {"not valid string range", "a limit begins with [ or (, or is - or +"},
    {"no such key", "the command needs a key that is there, and it is not"},
    {
      "index out of range", "the list has no such place; counting begins with 0, and -1 is the last"
    },
    {
      "offset is out of range",
      "a string ends at proto-max-bulk-len, 512 MiB if nobody says otherwise, and begins at 0"
    },
    {"exceeds maximum allowed", "a string ends at proto-max-bulk-len, and this would be longer"},
    {"invalid expire", "a time to live of 0 or less, or so large that it has no date, is refused"},
    {"calls can not be nested", "one MULTI is open; what was queued stays queued"},
    {"without MULTI", "there is no transaction on this connection: MULTI begins one"},
    {"inside MULTI", "keys are watched before MULTI: what is queued cannot look first"},
    {
      "inside a transaction",
      "this command answers at a time of its own and cannot stand in a transaction"
    },
    {"DB index is out of range", "databases has the count; SELECT goes from 0 to one less"},
    {"invalid DB index", "the number of a database was expected"},
    {"equal or smaller than the target", "ids of a stream only grow; * lets the server choose"},
    {"Invalid stream ID", "an id is two numbers, 1526919030474-0, or *, $, -, + where they fit"},
    {"Unbalanced", "behind STREAMS stand all keys, and then as many ids"},
    {
      "XGROUP subcommand requires the key", "MKSTREAM behind the id makes the stream with the group"
    },
    {"Number of keys", "the number says how many of the words behind it are keys"},
    {
      "numkeys",
      "the number says how many of the words behind it are keys, and there is at least one"
    },
    {
      "only (P|S)SUBSCRIBE",
      "a connection that listens in the old protocol takes only these, since replies and messages"
          + " could not be told apart; HELLO 3 lifts that"
    },
    {
      "timeout", "a timeout is in seconds, may have decimals, is not negative, and 0 waits for ever"
    },
    {
      "source and destination objects are the same",
      "nothing would come of copying a key onto itself"
    },
    {"already in progress", "one process at a time saves or writes the log anew"},
    {"No such client", "no connection has this address or number any more"},
    {
      "access a non local key",
      "a script runs on the node that has the keys it was called with, and touched one that this"
          + " node does not have, or has no more: name all keys behind their number, so that the"
          + " client is sent to the right node, and keep them together by { }"
    },
    {
      "do not hash to the same slot",
      "a script that begins with #! and a function keep to one slot, even where the node has both;"
          + " flags=allow-cross-slot-keys lifts that, and which node has what is then your affair"
    },
    {"'no-cluster' flag", "the script says of itself that it cannot run on a node of a cluster"},
    {"not allowed from script", "a script must not wait, nor change what connection it runs on"},
    {"script", "a script stops where it fails, and what it wrote before stays"},
    {"Script", "a script stops where it fails, and what it wrote before stays"},
    {"unction", "functions come in libraries: FUNCTION LIST shows those that there are"},
    {"bit", "bits are 0 or 1, and counted from the left, the highest of the first byte being 0"},
    {
      "LFU", "each key has room for one of both: the time of its last use, or how often it was used"
    },
    {"CONFIG SET", "the parameter is unknown, is set at the start only, or cannot have the value"},
    {"config file", "the server was started without a file, so there is none to write into"},
    {"ACL", "users and their rules: ACL LIST shows them, ACL HELP how they are written"},
    {"cluster mode", "a cluster has database 0 alone, and its slots decide where keys lie"},
    {"cluster support disabled", "cluster-enabled is set when the server starts"},
    {"lot", "one of the 16,384 slots, from 0 to 16383, and who has it: CLUSTER SLOTS"},
    {"eplica", "a matter of primary and replica: ROLE says which of them this is"},
    {"ailover", "a primary hands over to a replica that has everything; ROLE says who is who"},
    {"FAILOVER", "a primary hands over to a replica that has everything; ROLE says who is who"},
    {
      "max number of clients",
      "maxclients connections are there already, and this one was closed at once"
    },
    {
      "Protocol error",
      "the bytes were no request; the connection is closed, since nobody knows where the next"
          + " begins"
    },
    {"score", "a score is a number, with inf and -inf, and never NaN"},
    {"longitude", "from -180 to 180 and from -85.05112878 to 85.05112878"},
    {"GT", "NX, XX, GT and LT say when a score may change, and exclude one another in part"},
    {"NX", "NX is for what is not there, XX for what is: both at once is never so"},
    {"tracking", "CLIENT TRACKING first says how keys are remembered for this connection"},
    {"DUMP payload", "what RESTORE was given is damaged, or from a newer version"},
    {"object too large", "an item must fit into item_size_max, 1 MiB if -I does not say otherwise"},
    {
      "out of memory",
      "no page is free and the class had nothing that could be evicted, or -M forbids evicting"
    },
    {
      "bad data chunk",
      "the value was longer or shorter than the number of bytes in front of it said"
    },
    {"non-numeric", "incr and decr work on decimal digits alone, unsigned, of 64 bits"},
    {"invalid exptime", "a time is a whole number of seconds, beyond 30 days a date"},
  };

  private ErrorTexts() {}

  /** The codes that have a text. */
  static List<String> codes() {
    return CODES.lines().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  /**
   * What an error means, by its code alone or as a server sends it; empty for none that is known.
   */
  static Optional<String> of(String error) {
    String text = error.startsWith("-") ? error.substring(1) : error;
    int end = 0;
    while (end < text.length()
        && (Character.isUpperCase(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    String code = text.substring(0, end).toUpperCase(Locale.ROOT);
    Optional<String> meaning =
        CODES
            .lines()
            .filter(line -> line.startsWith(code + ":"))
            .map(line -> line.substring(code.length() + 2))
            .findFirst();
    if (meaning.isEmpty() || end == text.length()) {
      return meaning;
    }
    List<String> said = new ArrayList<>();
    for (String[] each : WORDS) {
      if (said.isEmpty() && text.indexOf(each[0], end) >= 0) {
        said.add(each[1]);
      }
    }
    boolean says = code.equals("ERR") || code.endsWith("_ERROR");
    return says && !said.isEmpty() ? Optional.of(said.getFirst()) : meaning;
  }
}
