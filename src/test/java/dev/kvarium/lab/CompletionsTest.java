package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionsTest {
  private final Completions completions = new Completions(new TypedWorld());

  @Test
  void commandsComeWithGroupAndDescriptionInTheCaseThatIsTyped() {
    assertThat(words("SET")).containsExactly("SET", "SETRANGE");
    assertThat(words("hr")).containsExactly("hrandfield");
    assertThat(completions.at("GE"))
        .containsExactly(new Suggestion("GET", "strings", "Gives the string a key holds"));
    assertThat(words("")).contains("GET", "CONFIG", "ZADD").doesNotContain("CONFIG|GET");
  }

  @Test
  void keysFitTheTypeOfTheCommand() {
    assertThat(words("GET ")).containsExactly("my key", "user:1", "user:2");
    assertThat(words("GET u")).containsExactly("user:1", "user:2");
    assertThat(words("HGET ")).containsExactly("cart:9");
    assertThat(words("SINTER tags ")).containsExactly("tags");
    assertThat(words("SINTERSTORE c")).containsExactly("cart:9");
    assertThat(words("SET cart")).as("SET takes the place of any type").containsExactly("cart:9");
    assertThat(words("MSET user:1 x u")).containsExactly("user:1", "user:2");
  }

  @Test
  void fieldsAndMembersAreThoseOfTheKey() {
    assertThat(words("HGET cart:9 ")).containsExactly("qty", "sku");
    assertThat(words("HSET cart:9 qty 1 s")).containsExactly("sku");
    assertThat(words("ZREM zs ada b")).containsExactly("bob");
    assertThat(words("ZADD zs NX 1 ")).containsExactly("ada", "bob");
  }

  @Test
  void optionsAreThoseStillPossible() {
    assertThat(words("SET a b "))
        .containsExactly("NX", "XX", "GET", "EX", "PX", "EXAT", "PXAT", "KEEPTTL");
    assertThat(words("SET a b NX ")).containsExactly("GET", "EX", "PX", "EXAT", "PXAT", "KEEPTTL");
    assertThat(words("SET a b EX 10 ")).containsExactly("NX", "XX", "GET");
    assertThat(words("SET a b EX ")).isEmpty();
    assertThat(words("SET a b EX 10 XX GET ")).isEmpty();
    assertThat(words("set a b k")).containsExactly("keepttl");
    assertThat(words("HRANDFIELD cart:9 2 ")).containsExactly("WITHVALUES");
    assertThat(words("LINSERT l ")).containsExactly("BEFORE", "AFTER");
    assertThat(words("SCAN 0 TYPE h")).containsExactly("hash");
    assertThat(words("ZADD zs ")).containsExactly("NX", "XX", "GT", "LT", "CH", "INCR");
  }

  @Test
  void subcommandsAndParametersFollowTheirContainer() {
    assertThat(words("config ")).containsExactly("GET", "SET");
    assertThat(words("CONFIG G")).containsExactly("GET");
    assertThat(words("CONFIG SET app")).containsExactly("appendfsync");
  }

  @Test
  void directivesAndTheirWordsAreCompleted() {
    assertThat(words(":s")).containsExactly(":show");
    assertThat(words(":crash ")).containsExactly("process", "power");
    assertThat(words(":crash power ")).containsExactly("main");
    assertThat(words(":show ")).contains("inspect", "aof");
    assertThat(words(":inspect car")).containsExactly("cart:9");
    assertThat(words(":run f")).containsExactly("first.kv");
    assertThat(words(":nosuch ")).isEmpty();
  }

  @Test
  void aNamedClientTypesLikeAnyOther() {
    assertThat(words("worker-1> GE")).containsExactly("GET");
    assertThat(words("> GE")).containsExactly("GET");
    assertThat(words("wor")).containsExactly("worker-1>");
    assertThat(words("+ 5")).isEmpty();
    assertThat(words("# SE")).isEmpty();
  }

  @Test
  void keysInQuotesAreFound() {
    assertThat(words("GET \"my")).containsExactly("my key");
    assertThat(words("HGET \"cart:9\" ")).containsExactly("qty", "sku");
  }

  @Test
  void hintsAreThoseOfRedisCli() {
    assertThat(completions.hint("SET"))
        .isEqualTo(
            " key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT"
                + " unix-time-milliseconds|KEEPTTL]");
    assertThat(completions.hint("get ")).isEqualTo("key");
    assertThat(completions.hint("get a")).isEmpty();
    assertThat(completions.hint("MSET a ")).isEqualTo("value [key value ...]");
    assertThat(completions.hint("MSET a b c")).isEqualTo(" [key value ...]");
    assertThat(completions.hint("CONFIG SET ")).isEqualTo("parameter value [parameter value ...]");
    assertThat(completions.hint("CONFIG ")).isEmpty();
    assertThat(completions.hint("nosuch ")).isEmpty();
    assertThat(completions.hint("")).isEmpty();
    assertThat(completions.hint("linsert l ")).isEqualTo("BEFORE|AFTER pivot element");
    assertThat(completions.hint(":crash")).isEqualTo(" process|power [NODE]");
    assertThat(completions.hint("worker-1> GET")).isEqualTo(" key");
    assertThat(completions.hint("SET a \"b")).isEmpty();
  }

  @Test
  void optionsThatWereUsedAreNotHintedAgain() {
    assertThat(completions.hint("SET k v EX ")).isEqualTo("seconds");
    assertThat(completions.hint("SET k v EX")).isEqualTo(" seconds");
    assertThat(completions.hint("SET k v EX 10 ")).isEqualTo("[NX|XX] [GET]");
    assertThat(completions.hint("SET k v nx "))
        .isEqualTo(
            "[GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT"
                + " unix-time-milliseconds|KEEPTTL]");
    assertThat(completions.hint("SET k v NX GET KEEPTTL ")).isEmpty();
    assertThat(completions.hint("SET k v KEEPTTL NX G")).isEqualTo(" [GET]");
    assertThat(completions.hint("ZADD z NX "))
        .isEqualTo("[GT|LT] [CH] [INCR] score member [score member ...]");
    assertThat(completions.hint("ZADD z NX 1 ")).isEqualTo("member [score member ...]");
  }

  @Test
  void whatCannotBeRightIsMarked() {
    assertThat(marks("SETT a")).containsExactly("WRONG SETT");
    assertThat(marks("SE")).as("it may still become a name").isEmpty();
    assertThat(marks("XYZ")).containsExactly("WRONG XYZ");
    assertThat(marks("SET a b EX 10")).containsExactly("NAME SET", "KEYWORD EX");
    assertThat(marks("SET a b EXX ")).containsExactly("NAME SET", "WRONG EXX");
    assertThat(marks("SET a b E")).as("it may still become EX").containsExactly("NAME SET");
    assertThat(marks("SET a b EX ten ")).containsExactly("NAME SET", "KEYWORD EX", "WRONG ten");
    assertThat(marks("GET a b c")).containsExactly("NAME GET", "WRONG b c");
    assertThat(marks("SET a \"b c\"")).containsExactly("NAME SET", "QUOTED \"b c\"");
    assertThat(marks("SET a \"b c")).containsExactly("NAME SET", "WRONG \"b c");
    assertThat(marks("SET a \"b\"c")).containsExactly("NAME SET", "WRONG c");
    assertThat(marks("CONFIG NOPE x")).containsExactly("NAME CONFIG", "WRONG NOPE");
    assertThat(marks("CONFIG GET x")).containsExactly("NAME CONFIG", "NAME GET");
    assertThat(marks(":nosuch ")).containsExactly("WRONG :nosuch");
    assertThat(marks(":show aof")).containsExactly("NAME :show");
    assertThat(marks("worker-1> GET a")).containsExactly("NAME GET");
    assertThat(marks("# it's prose")).containsExactly("PROSE # it's prose");
  }

  @Test
  void aLongLineIsFollowedToItsEnd() {
    String line = "MSET" + " key value".repeat(20_000) + " u";
    assertThat(words(line)).containsExactly("user:1", "user:2");
  }

  private List<String> words(String text) {
    return completions.at(text).stream().map(Suggestion::word).toList();
  }

  private List<String> marks(String text) {
    return completions.marks(text).stream()
        .map(mark -> mark.kind() + " " + text.substring(mark.start(), mark.end()))
        .toList();
  }
}
