package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Command;
import dev.kvarium.wire.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerCommandsTest {
  private final TestNode redis = new TestNode();

  @Test
  void configSetsAllOrNothingUnderOldAndNewNames() {
    assertThat(redis.say("CONFIG SET hash-max-ziplist-entries 7 maxmemory 10mb")).isEqualTo("OK");
    assertThat(redis.say("CONFIG GET hash-max-listpack-entries maxmemory"))
        .isEqualTo("[hash-max-listpack-entries, 7, maxmemory, 10485760]");
    assertThat(redis.say("CONFIG SET hz 20 set-max-intset-entries x"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'set-max-intset-entries') -"
                + " argument couldn't be parsed into an integer");
    assertThat(redis.say("CONFIG GET hz")).isEqualTo("[hz, 10]");
    assertThat(redis.say("CONFIG SET nosuch 1"))
        .isEqualTo("-ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'");
    assertThat(redis.say("CONFIG SET databases 3"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'databases') - can't set"
                + " immutable config");
    assertThat(redis.say("CONFIG SET appendfsync often"))
        .endsWith("argument(s) must be one of the following: everysec, always, no");
    assertThat(redis.say("CONFIG GET *zip*entries"))
        .isEqualTo("[hash-max-ziplist-entries, 7, zset-max-ziplist-entries, 128]");
  }

  @Test
  void hzIsToldAsItIsKept() {
    assertThat(redis.say("CONFIG SET hz 1000")).isEqualTo("OK");
    assertThat(redis.say("CONFIG GET hz")).isEqualTo("[hz, 500]");
    assertThat(redis.say("CONFIG SET hz 0")).isEqualTo("OK");
    assertThat(redis.say("CONFIG GET hz")).isEqualTo("[hz, 1]");
    assertThat(redis.say("CONFIG SET hz -5"))
        .endsWith("argument must be between 0 and 2147483647 inclusive");
  }

  @Test
  void policiesOfEvictionAreListedInTheServersOrder() {
    assertThat(redis.say("CONFIG SET maxmemory-policy foo"))
        .endsWith(
            "argument(s) must be one of the following: volatile-lru, volatile-lfu,"
                + " volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random,"
                + " noeviction");
    redis.run("SET a 1");
    assertThat(redis.say("CONFIG SET maxmemory-policy volatile-ttl")).isEqualTo("OK");
    assertThat(redis.say("OBJECT FREQ a")).startsWith("-ERR An LFU maxmemory policy");
    assertThat(redis.say("CONFIG SET maxmemory-policy allkeys-lfu")).isEqualTo("OK");
    assertThat(redis.say("OBJECT FREQ a")).doesNotStartWith("-");
    assertThat(redis.say("OBJECT IDLETIME a")).startsWith("-ERR An LFU maxmemory policy");
  }

  @Test
  void saveTakesPairsOfSecondsAndChanges() {
    for (String wrong : List.of("100", "1 x", "0 1", "1 -1", "1 2 3", " 1 2", "1 2 ", "+ 1")) {
      assertThat(redis.run(Bytes.of("CONFIG"), Bytes.of("SET"), Bytes.of("save"), Bytes.of(wrong)))
          .as(wrong)
          .isEqualTo(
              new Reply.Error(
                  "ERR CONFIG SET failed (possibly related to argument 'save') - Invalid save"
                      + " parameters"));
    }
    redis.run(
        Bytes.of("CONFIG"), Bytes.of("SET"), Bytes.of("save"), Bytes.of("+01 2 5000000000 0"));
    assertThat(redis.say("CONFIG GET save")).isEqualTo("[save, 1 2 5000000000 0]");
    redis.run(Bytes.of("CONFIG"), Bytes.of("SET"), Bytes.of("save"), new byte[0]);
    assertThat(redis.say("CONFIG GET save")).isEqualTo("[save, ]");
  }

  @Test
  void whereFilesAreWrittenIsGuarded() {
    for (String pair : List.of("dir /nonexistent", "dir /", "dbfilename a/b")) {
      assertThat(redis.say("CONFIG SET " + pair))
          .isEqualTo(
              "-ERR CONFIG SET failed (possibly related to argument '"
                  + pair.substring(0, pair.indexOf(' '))
                  + "') - can't set protected config");
    }
    TestNode elsewhere = new TestNode(RedisConfig.standard().with("dir", "/data"), false);
    assertThat(elsewhere.say("CONFIG GET dir")).isEqualTo("[dir, /data]");
  }

  @Test
  void aNodeIsNotMadeWithParametersThatItCannotHave() {
    assertThatThrownBy(() -> new TestNode(RedisConfig.standard().with("nosuch", "1"), false))
        .hasMessage("unknown parameter 'nosuch'");
    assertThatThrownBy(() -> new TestNode(RedisConfig.standard().with("hz", "x"), false))
        .hasMessage("parameter 'hz': argument couldn't be parsed into an integer");
  }

  @Test
  void aLogIsBegunWhenTheNodeStartsOrLaterByARewrite() {
    assertThat(redis.say("CONFIG SET appendonly no")).isEqualTo("OK");
    assertThat(redis.say("CONFIG SET appendonly yes")).isEqualTo("OK");
    assertThat(redis.say("CONFIG GET appendonly")).isEqualTo("[appendonly, yes]");
    assertThat(redis.say("INFO persistence")).contains("aof_rewrite_in_progress:1");
    TestNode logging = new TestNode(RedisConfig.standard().with("appendonly", "yes"), false);
    assertThat(logging.say("INFO persistence")).contains("aof_enabled:1", "aof_current_size:0");
  }

  @Test
  void infoCountsWhatHappened() {
    redis.run("SET a 1 EX 10");
    redis.run("GET a");
    redis.run("GET b");
    redis.run("LPUSH a x");
    String info = redis.say("INFO everything");
    assertThat(info)
        .contains("redis_version:7.0.15", "keyspace_hits:1", "keyspace_misses:1")
        .contains("db0:keys=1,expires=1,avg_ttl=0")
        .contains("cmdstat_lpush:calls=1,usec=1,usec_per_call=1.00,rejected_calls=0,failed_calls=1")
        .contains("errorstat_WRONGTYPE:count=1");
    redis.run("CONFIG RESETSTAT");
    assertThat(redis.say("INFO stats")).contains("keyspace_hits:0", "total_error_replies:0");
    assertThat(redis.say("INFO keyspace")).startsWith("# Keyspace\r\n").doesNotContain("# Server");
  }

  @Test
  void aClientMaySilenceReplies() {
    assertThat(redis.say("CLIENT REPLY SKIP")).isEmpty();
    assertThat(redis.say("PING")).isEmpty();
    assertThat(redis.say("PING")).isEqualTo("PONG");
    assertThat(redis.say("CLIENT REPLY OFF")).isEmpty();
    assertThat(redis.say("NOSUCH")).isEmpty();
    assertThat(redis.say("CLIENT REPLY ON")).isEqualTo("OK");
  }

  @Test
  void helloChoosesTheProtocolAndResetTakesItBack() {
    assertThat(redis.say("HELLO 3 SETNAME me"))
        .startsWith("[server, redis, version, 7.0.15, proto, 3, id, 1, mode, standalone");
    assertThat(redis.session.resp3()).isTrue();
    assertThat(redis.say("CLIENT GETNAME")).isEqualTo("me");
    assertThat(redis.say("HELLO 4")).isEqualTo("-NOPROTO unsupported protocol version");
    assertThat(redis.say("RESET")).isEqualTo("RESET");
    assertThat(redis.session.resp3()).isFalse();
    assertThat(redis.say("CLIENT SETINFO LIB-NAME x"))
        .isEqualTo("-ERR unknown subcommand 'SETINFO'. Try CLIENT HELP.");
  }

  @Test
  void aPasswordIsAskedOfThoseWhoComeLater() {
    redis.run("CONFIG SET requirepass secret");
    assertThat(redis.say("PING")).isEqualTo("PONG");
    var late = redis.node.connect("late");
    byte[][] ping = {{'P', 'I', 'N', 'G'}};
    assertThat(TestNode.text(redis.node.execute(late, ping)))
        .isEqualTo("-NOAUTH Authentication required.");
    assertThat(redis.say("AUTH wrong")).startsWith("-WRONGPASS");
    assertThat(redis.say("AUTH default secret")).isEqualTo("OK");
  }

  @Test
  void commandTellsTheTableAsItsRowsSay() {
    assertThat(redis.say("COMMAND INFO get nosuch"))
        .startsWith(
            "[[get, 2, [readonly, fast], 1, 1, 1, [@read, @string, @fast], [], [[flags, [RO,"
                + " access], begin_search,")
        .endsWith(", nil]");
    assertThat(redis.say("COMMAND GETKEYS MSET a 1 b 2")).isEqualTo("[a, b]");
    assertThat(redis.say("COMMAND GETKEYS ZUNIONSTORE d 2 a b")).isEqualTo("[d, a, b]");
    assertThat(redis.say("COMMAND GETKEYS PING x"))
        .isEqualTo("-ERR The command has no key arguments");
    assertThat(redis.say("COMMAND LIST FILTERBY PATTERN *range"))
        .contains("getrange", "setrange", "lrange");
    assertThat(redis.say("COMMAND DOCS append"))
        .contains("arguments, [[name, key, type, key, key_spec_index, 0], [name, value, type");
  }

  @Test
  void commandInfoGivesANullStringForWhatIsUnknownAndSetsForTipsAndNoSubcommands() {
    Reply.Array reply = (Reply.Array) redis.run("COMMAND INFO nosuch get config");
    assertThat(reply.items().getFirst()).isEqualTo(Reply.Nil.STRING);
    List<Reply> get = ((Reply.Array) reply.items().get(1)).items();
    assertThat(get.get(7)).isEqualTo(new Reply.Set(List.of()));
    assertThat(get.get(9)).isEqualTo(new Reply.Set(List.of()));
    assertThat(((Reply.Array) reply.items().get(2)).items().get(9)).isInstanceOf(Reply.Array.class);
  }

  @Test
  void whatSetDoesToItsKeyHangsOnItsOptions() {
    assertThat(redis.say("COMMAND GETKEYSANDFLAGS SET a b EX 5")).isEqualTo("[[a, [OW, update]]]");
    assertThat(redis.say("COMMAND GETKEYSANDFLAGS SET a b EX 5 gEt"))
        .isEqualTo("[[a, [RW, access, update]]]");
    assertThat(redis.say("COMMAND GETKEYSANDFLAGS SET a GET")).isEqualTo("[[a, [OW, update]]]");
    assertThat(redis.say("COMMAND GETKEYSANDFLAGS GETSET a b"))
        .isEqualTo("[[a, [RW, access, update]]]");
  }

  @Test
  void everyRowSaysWhatItIs() {
    for (Command command : redis.node.commands().flat()) {
      assertThat(command.row().summary()).as(command.name()).isNotBlank().doesNotEndWith(".");
      assertThat(command.row().since()).as(command.name()).matches("[1-7]\\.\\d+\\.\\d+");
      assertThat(command.name()).matches("[a-z_-]+(\\|[a-z-]+)?");
    }
  }
}
