package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import org.junit.jupiter.api.Test;

class StringCommandsTest {
  private final TestNode redis = new TestNode();

  @Test
  void aStringIsIntUpTo64BitsThenEmbstrUpTo44BytesThenRaw() {
    redis.run("SET n 12345");
    redis.run("SET big 9223372036854775808");
    redis.run("SET e " + "x".repeat(44));
    redis.run("SET r " + "x".repeat(45));
    assertThat(redis.say("OBJECT ENCODING n")).isEqualTo("int");
    assertThat(redis.say("OBJECT ENCODING big")).isEqualTo("embstr");
    assertThat(redis.say("OBJECT ENCODING e")).isEqualTo("embstr");
    assertThat(redis.say("OBJECT ENCODING r")).isEqualTo("raw");
    assertThat(redis.say("MEMORY USAGE n")).isEqualTo("48");
    assertThat(redis.say("MEMORY USAGE e")).isEqualTo("96");
    assertThat(redis.say("MEMORY USAGE r")).isEqualTo("112");
  }

  @Test
  void anEditMakesAStringRawForGood() {
    redis.run("SET s abc");
    assertThat(redis.say("APPEND s d")).isEqualTo("4");
    assertThat(redis.say("OBJECT ENCODING s")).isEqualTo("raw");
    assertThat(redis.say("GET s")).isEqualTo("abcd");
  }

  @Test
  void smallIntegersAreSharedUntilTheyAreCounted() {
    redis.run("SET n 9998");
    assertThat(redis.say("OBJECT REFCOUNT n")).isEqualTo("2147483647");
    redis.run("INCR n");
    assertThat(redis.say("OBJECT REFCOUNT n")).isEqualTo("2147483647");
    assertThat(redis.say("INCR n")).isEqualTo("10000");
    assertThat(redis.say("OBJECT REFCOUNT n")).isEqualTo("1");
  }

  @Test
  void setTakesItsOptionsInAnyOrderAndRefusesThoseThatContradict() {
    assertThat(redis.say("SET k v XX")).isEqualTo("nil");
    assertThat(redis.say("SET k v EX 10 NX")).isEqualTo("OK");
    assertThat(redis.say("SET k w NX GET")).isEqualTo("v");
    assertThat(redis.say("GET k")).isEqualTo("v");
    assertThat(redis.say("TTL k")).isEqualTo("10");
    assertThat(redis.say("SET k w KEEPTTL GET")).isEqualTo("v");
    assertThat(redis.say("TTL k")).isEqualTo("10");
    assertThat(redis.say("SET k w")).isEqualTo("OK");
    assertThat(redis.say("TTL k")).isEqualTo("-1");
    assertThat(redis.say("SET k v NX XX")).isEqualTo("-ERR syntax error");
    assertThat(redis.say("SET k v EX 1 PX 1")).isEqualTo("-ERR syntax error");
    assertThat(redis.say("SET k v EX 0")).isEqualTo("-ERR invalid expire time in 'set' command");
    assertThat(redis.say("SET k v EX x")).isEqualTo("-ERR value is not an integer or out of range");
  }

  @Test
  void countingRefusesWhatOverflows() {
    redis.run("SET n 9223372036854775806");
    assertThat(redis.say("INCR n")).isEqualTo("9223372036854775807");
    assertThat(redis.say("INCR n")).isEqualTo("-ERR increment or decrement would overflow");
    assertThat(redis.say("DECRBY n -9223372036854775808"))
        .isEqualTo("-ERR decrement would overflow");
    assertThat(redis.say("INCRBYFLOAT f 0.1")).isEqualTo("0.1");
    assertThat(redis.say("INCRBYFLOAT f 0.2")).isEqualTo("0.3");
    assertThat(redis.say("OBJECT ENCODING f")).isEqualTo("embstr");
  }

  @Test
  void whatWasReadStaysAsItWasWhenTheValueIsEdited() {
    redis.run("SET s " + "a".repeat(50));
    redis.run("SETRANGE s 0 b");
    byte[] read = ((dev.kvarium.wire.Reply.Bulk) redis.run("GET s")).bytes();
    redis.run("SETRANGE s 0 c");
    redis.run("APPEND s d");
    assertThat(Bytes.latin1Text(read)).isEqualTo("b" + "a".repeat(49));
    assertThat(redis.say("GETRANGE s -2 -1")).isEqualTo("ad");
  }

  @Test
  void lcsFindsTheSubsequenceItsLengthAndItsPlaces() {
    redis.run("MSET a ohmytext b mynewtext");
    assertThat(redis.say("LCS a b")).isEqualTo("mytext");
    assertThat(redis.say("LCS a b LEN")).isEqualTo("6");
    assertThat(redis.say("LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN"))
        .isEqualTo("[matches, [[[4, 7], [5, 8], 4]], len, 6]");
  }
}
