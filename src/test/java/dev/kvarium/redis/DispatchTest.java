package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispatchTest {
  private final TestNode redis = new TestNode();

  @Test
  void aCommandIsFoundInAnyCase() {
    assertThat(redis.say("PiNg")).isEqualTo("PONG");
    assertThat(redis.say("SET a hello")).isEqualTo("OK");
    assertThat(redis.say("get a")).isEqualTo("hello");
  }

  @Test
  void anUnknownCommandIsNamedWithItsArguments() {
    assertThat(redis.say("SETT a 1"))
        .isEqualTo("-ERR unknown command 'SETT', with args beginning with: 'a' '1' ");
  }

  @Test
  void theSyntaxGivesTheArity() {
    assertThat(redis.say("GET")).isEqualTo("-ERR wrong number of arguments for 'get' command");
    assertThat(redis.say("SET a")).isEqualTo("-ERR wrong number of arguments for 'set' command");
    assertThat(redis.node.commands().named("set").orElseThrow().arity()).isEqualTo(-3);
    assertThat(redis.node.commands().named("get").orElseThrow().arity()).isEqualTo(2);
  }
}
