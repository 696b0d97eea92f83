package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Command;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and what they may do, beside a real server. */
class AclTwinTest {
  private static RealRedis real;

  @BeforeAll
  static void startTheRealOne() throws IOException {
    real = RealRedis.start();
  }

  @AfterAll
  static void endTheRealOne() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  private static String text(byte[] frame) {
    return ReplyText.raw(Same.parse(frame));
  }

  private static Set<String> lines(byte[] frame) {
    return new TreeSet<>(Arrays.asList(text(frame).split("\n")));
  }

  @Test
  void categoriesHoldTheSameCommands() throws IOException {
    RespLink link = real.connect();
    Ours ours = new Ours(1);
    assertThat(text(ours.inspect("ACL", "CAT"))).isEqualTo(text(link.ask("ACL", "CAT")));
    Set<String> known = new TreeSet<>();
    ours.node().commands().flat().stream().map(Command::name).forEach(known::add);
    for (String category : text(link.ask("ACL", "CAT")).split("\n")) {
      Set<String> there = lines(link.ask("ACL", "CAT", category));
      there.retainAll(known);
      Set<String> here = lines(ours.inspect("ACL", "CAT", category));
      // the one command whose categories do not follow from its flags
      there.remove("lastsave");
      here.remove("lastsave");
      there.remove("");
      here.remove("");
      assertThat(here).as(category).isEqualTo(there);
    }
  }

  private static final String[] RULES = {
    "on",
    "off",
    "nopass",
    "resetpass",
    "reset",
    "allkeys",
    "resetkeys",
    "allchannels",
    "resetchannels",
    "+@all",
    "-@all",
    "allcommands",
    "nocommands",
    "+@read",
    "-@read",
    "+@write",
    "-@write",
    "+@string",
    "+@hash",
    "-@set",
    "+@connection",
    "+get",
    "-get",
    "+set",
    "-SET",
    "+config",
    "-config",
    "+config|get",
    "-config|set",
    "+select|0",
    "+select|1",
    "+debug|sleep",
    "-debug",
    "+client|id",
    "+client|id|x",
    "+config|",
    "+nosuch",
    "-nosuch",
    "-select|0",
    "+@nosuch",
    "~a*",
    "~b:*",
    "%R~r*",
    "%W~r*",
    "%W~w*",
    "%RW~both*",
    "%X~x",
    "%RR~x",
    "~*",
    "%R~*",
    "~a b",
    "&c*",
    "&news",
    "&*",
    "&a b",
    ">secret",
    "<secret",
    ">other",
    "<nosuch",
    "#" + "0123456789abcdef".repeat(4),
    "#abc",
    "!" + "0123456789abcdef".repeat(4),
    "(+get ~sel*)",
    "(+@write %W~w*",
    "%R~in*)",
    "(+get &x",
    "clearselectors",
    "sanitize-payload",
    "skip-sanitize-payload",
    "",
    "nosuchrule",
    "+",
    "~",
    "(+nosuch)",
    "()",
  };

  private static final String[][] COMMANDS = {
    {"GET", "a1"},
    {"GET", "r1"},
    {"GET", "w1"},
    {"GET", "both1"},
    {"GET", "sel1"},
    {"SET", "a1", "v"},
    {"SET", "r1", "v"},
    {"SET", "w1", "v"},
    {"SET", "w1", "v", "GET"},
    {"SET", "both", "v", "GET"},
    {"MSET", "a1", "1", "zzz", "2"},
    {"MGET", "a1", "b:1", "x"},
    {"COPY", "r1", "w1"},
    {"RENAME", "r1", "w1"},
    {"BITFIELD", "r1", "GET", "u8", "0"},
    {"BITFIELD", "r1", "SET", "u8", "0", "1"},
    {"SORT", "r1", "STORE", "w1"},
    {"SORT", "r1", "BY", "x*"},
    {"GEORADIUS", "r1", "0", "0", "1", "km", "STORE", "w1"},
    {"ZUNIONSTORE", "w1", "2", "r1", "r2"},
    {"XREAD", "STREAMS", "r1", "x", "0", "0"},
    {"PFMERGE", "both1", "r1"},
    {"OBJECT", "ENCODING", "r1"},
    {"EXISTS", "zzz"},
    {"DEL", "w1"},
    {"PING"},
    {"AUTH", "x"},
    {"SELECT", "0"},
    {"SELECT", "2"},
    {"CONFIG", "GET", "x"},
    {"CONFIG", "SET", "x", "y"},
    {"CLIENT", "ID"},
    {"DEBUG", "SLEEP", "0"},
    {"DEBUG", "JMAP"},
    {"PUBLISH", "c1", "m"},
    {"PUBLISH", "news", "m"},
    {"SUBSCRIBE", "c1", "news", "other"},
    {"PSUBSCRIBE", "c*"},
    {"PSUBSCRIBE", "c1*"},
    {"SPUBLISH", "news", "m"},
    {"UNSUBSCRIBE", "anything"},
    {"SADD", "a", "b"},
    {"KEYS", "*"},
    {"PFMERGE", "zzz"},
    {"ZUNIONSTORE", "zzz", "0", "r1"},
    {"EVAL", "return 1", "1", "zzz"},
    {"EVAL", "return 1", "2", "zzz"},
    {"MIGRATE", "host", "1", "", "0", "1", "KEYS", "both1"},
    {"XREADGROUP", "GROUP", "g", "c", "STREAMS", "r1", ">"},
    {"NOSUCH", "x"},
    {"GET"},
    {"FLUSHALL"},
    {"MULTI"},
  };

  private static final String[] KEYS = {
    "sort k by w_* get # store d store e limit 0 1",
    "sort k limit 0 store",
    "sort_ro k get x",
    "georadius k 1 2 3 km store d",
    "georadius k 1 2 3 km storedist d store e",
    "georadiusbymember k m 3 km count 1 store d",
    "georadius_ro k 1 2 3 km",
    "geosearchstore d s frommember m byradius 1 km",
    "bitfield k get u8 0",
    "bitfield k get u8 0 incrby u8 0 1",
    "bitfield k overflow sat get u8 0",
    "bitfield k",
    "bitop and d a b c",
    "pfmerge d a b",
    "pfmerge d",
    "pfcount a b",
    "pfdebug getreg k",
    "set k v get",
    "migrate h 1 \"\" 0 1 keys a b",
    "migrate h 1 k 0 1",
    "acl whoami",
    "wait 1 2",
    "zunionstore d 0 a",
    "zunionstore d 2 a",
    "zunionstore d 2 a b weights 1 2",
    "zunion x a",
    "eval s 0",
    "eval s 1 k a",
    "eval s 2 k",
    "eval s -1 k",
    "lmpop 0 a left",
    "blmpop 0 1 a left",
    "xread streams a 0",
    "xread count 1 streams a b 0 0",
    "xreadgroup group g c streams a 0",
    "spublish a b",
    "publish a b",
    "mset a",
    "mset a b c",
    "mset a b",
    "memory usage k",
    "object encoding k",
    "georadius k 1 2 3 km store",
    "xgroup create k g 0",
    "lcs a b",
    "rename a b",
    "sintercard 2 a b",
    "sintercard 3 a b",
    "blpop a b 0",
    "fcall f 1 k",
    "restore k 0 x",
    "xautoclaim k g c 0 0",
  };

  @Test
  void theSameWordsAreKeysAndUsedAlike() throws IOException {
    RespLink link = real.connect();
    Ours ours = new Ours(1);
    for (String line : KEYS) {
      byte[][] argv = Words.split("COMMAND GETKEYSANDFLAGS " + line).args();
      assertThat(text(ours.inspect(argv))).as(line).isEqualTo(text(link.ask(argv)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rulesAllowAndForbidTheSame(long seed) throws IOException {
    RespLink link = real.connect();
    link.ask("ACL", "DELUSER", "alice", "bob");
    Ours ours = new Ours(seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 600; i++) {
      List<byte[]> words = new ArrayList<>();
      String user = random.nextInt(4) == 0 ? "bob" : "alice";
      for (String word : new String[] {"ACL", "SETUSER", user}) {
        words.add(Bytes.of(word));
      }
      for (int n = random.nextInt(5); n >= 0; n--) {
        words.add(Bytes.of(RULES[random.nextInt(RULES.length)]));
      }
      byte[][] argv = words.toArray(byte[][]::new);
      String line = Op.of(argv).line();
      assertThat(text(ours.inspect(argv))).as(line).isEqualTo(text(link.ask(argv)));
      assertThat(user(ours.inspect("ACL", "GETUSER", user)))
          .as(line)
          .isEqualTo(user(link.ask("ACL", "GETUSER", user)));
      for (int n = 0; n < 12; n++) {
        List<byte[]> asked = new ArrayList<>();
        for (String word : new String[] {"ACL", "DRYRUN", user}) {
          asked.add(Bytes.of(word));
        }
        for (String word : COMMANDS[random.nextInt(COMMANDS.length)]) {
          asked.add(Bytes.of(word));
        }
        byte[][] dryRun = asked.toArray(byte[][]::new);
        assertThat(text(ours.inspect(dryRun)))
            .as(line + "\n" + Op.of(dryRun).line())
            .isEqualTo(text(link.ask(dryRun)));
      }
    }
  }

  private static final String[] SESSION = {
    "! ACL SETUSER carol on >pw ~c:* %R~r:* &news +@all -@dangerous -config +config|get",
    "AUTH carol wrong",
    "AUTH nobody pw",
    "AUTH pw",
    "AUTH carol pw",
    "AUTH carol pw more",
    "ACL WHOAMI",
    "SET c:1 v",
    "SET x:1 v",
    "GET r:1",
    "SET r:1 v",
    "COPY r:1 c:2",
    "KEYS *",
    "CONFIG GET maxmemory",
    "CONFIG SET maxmemory 0",
    "PUBLISH news hello",
    "PUBLISH olds hello",
    "SORT c:list BY w_*",
    "SORT c:list GET x_*",
    "SORT c:list BY nosort",
    "NOSUCH",
    "GET",
    "MULTI",
    "SET c:1 v",
    "SET x:1 v",
    "EXEC",
    "MULTI",
    "SET c:1 w",
    "GET c:1",
    "! ACL SETUSER carol -set",
    "EXEC",
    "! ACL SETUSER carol resetkeys",
    "GET c:1",
    "HELLO 3 AUTH carol wrong",
    "HELLO 2 AUTH carol pw SETNAME me",
    "HELLO 2 SETNAME me2 AUTH carol bad",
    "CLIENT GETNAME",
    "! ACL LOG 3",
    "! ACL LOG x",
    "! ACL SETUSER carol allkeys -@all +select|0",
    "SELECT 0",
    "SELECT 1",
    "PING",
    "AUTH default any",
    "PING",
    "RESET",
    "! CONFIG SET requirepass geheim",
    "PING",
    "RESET",
    "PING",
    "HELLO 3",
    "HELLO 3 AUTH default nein",
    "AUTH geheim",
    "PING",
    "! ACL SETUSER default nopass",
    "! ACL GENPASS 5000",
    "! ACL GENPASS x",
    "! ACL DELUSER default",
    "! CLIENT KILL USER nobody",
    "! CLIENT KILL USER carol SKIPME no",
    "! CLIENT KILL USER default USER x",
    "! ACL DELUSER carol nobody",
    "! ACL GETUSER carol",
    "! ACL SAVE",
    "! ACL LOAD",
    "! ACL CAT nosuch",
    "! ACL CAT a b",
    "! ACL LOG RESET",
    "! ACL LOG",
    "! ACL NOSUCH",
    "! ACL",
    "! ACL SETUSER",
    "! ACL USERS",
    "! ACL LIST",
  };

  @Test
  void aUserIsRefusedInTheSameWords() throws IOException {
    RespLink admin = real.connect();
    RespLink link = real.connect();
    admin.ask("ACL", "DELUSER", "alice", "bob", "carol");
    admin.ask("ACL", "LOG", "RESET");
    Ours ours = new Ours(1);
    for (String line : SESSION) {
      boolean asAdmin = line.startsWith("! ");
      byte[][] argv = Words.split(asAdmin ? line.substring(2) : line).args();
      byte[] there = asAdmin ? admin.ask(argv) : link.ask(argv);
      byte[] here = asAdmin ? ours.inspect(argv) : ours.run(argv);
      assertThat(shown(here)).as(line).isEqualTo(shown(there));
    }
  }

  /** The reply without what hangs on clocks, addresses and the number of a connection. */
  private static String shown(byte[] frame) {
    return ReplyText.of(Same.parse(frame), false)
        .replaceAll("8\\) \\(integer\\) \\d+", "")
        .replaceAll("id=\\d+ .* cmd=", "")
        .replaceAll("\"\\d+\\.\\d+(e-\\d+)?\"|\"0\"", "");
  }

  /**
   * What GETUSER says, the rules of commands as sets: single ones come as a hash table has them.
   */
  private static String user(byte[] frame) {
    Reply reply = Same.parse(frame);
    StringBuilder text = new StringBuilder();
    for (Reply item : Same.items(reply)) {
      for (Reply inner : Same.items(item)) {
        for (Reply word : Same.items(inner)) {
          String raw = ReplyText.raw(word);
          boolean rules = raw.startsWith("+@all") || raw.startsWith("-@all");
          text.append(rules ? new TreeSet<>(Arrays.asList(raw.split(" "))) : raw).append('\n');
        }
      }
    }
    return text.toString();
  }
}
