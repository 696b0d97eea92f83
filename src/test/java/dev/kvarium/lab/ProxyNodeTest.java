package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy is a node that can be cut off, frozen, killed and spoken to like others. */
class ProxyNodeTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  @BeforeEach
  void aProxyBeforeTwoNodes() {
    lab.enter(":node b");
    lab.enter(":proxy p hash=md5 main b");
    assertThat(reply("p> SET a 1")).isEqualTo("OK");
  }

  private String reply(String line) {
    return lab.enter(line).replyText().orElse("");
  }

  @Test
  void thePromptSpeaksToIt() {
    lab.enter(":use p");
    assertThat(lab.prompt()).isEqualTo("twemproxy@p> ");
    assertThat(reply("GET a")).isEqualTo("\"1\"");
  }

  @Test
  void behindACutTheClientWaitsUntilItIsMended() {
    lab.enter(":partition p main");
    lab.enter(":partition p b");
    assertThat(lab.enter("p> GET a").parts()).noneMatch(Part.Replied.class::isInstance);
    assertThat(lab.enter("p> GET a").failed()).isTrue();
    lab.enter(":heal");
    assertThat(lab.enter("+ 5s").deliveredText(0)).isEqualTo("you@p< \"1\"");
  }

  @Test
  void frozenItAnswersWhenItGoesOn() {
    lab.enter(":freeze p");
    assertThat(lab.enter("p> GET a").parts()).noneMatch(Part.Replied.class::isInstance);
    lab.enter("+ 1s");
    lab.enter(":thaw p");
    assertThat(lab.enter("+ 10ms").deliveredText(0)).isEqualTo("you@p< \"1\"");
  }

  @Test
  void killedItIsNotReachedAndComesBackWithItsSettings() {
    lab.enter(":crash process p");
    assertThat(lab.enter("p> GET a").failed()).isTrue();
    assertThat(lab.enter(":proxy p stats").failed()).isTrue();
    lab.enter(":restart p");
    assertThat(reply("p> GET a")).isEqualTo("\"1\"");
  }

  @Test
  void itIsListedAndTakesNoNameTwice() {
    assertThat(lab.enter(":node").parts().toString()).contains("p: twemproxy 0.5.0, up");
    assertThat(lab.enter(":node p").failed()).isTrue();
    assertThat(lab.enter(":ring p twemproxy main b").failed()).isTrue();
  }

  @Test
  void beforeMemcachedsItIsSpokenToInTheirProtocol() {
    lab.enter(":world memcached seed=7");
    lab.enter(":node b memcached");
    lab.enter(":proxy q hash=md5 distribution=ketama main b");
    for (int i = 1; i <= 2; i++) {
      assertThat(reply("q> set user:" + i + " 0 0 3")).isEmpty();
      assertThat(reply("q> ad" + i)).isEqualTo("STORED");
    }
    String both = "VALUE user:1 0 3\nad1\nVALUE user:2 0 3\nad2\nEND";
    assertThat(reply("q> get user:1 user:2")).isEqualTo(both);
    assertThat(reply("main> get user:2")).isEqualTo("VALUE user:2 0 3\nad2\nEND");
    assertThat(reply("main> get user:1")).isEqualTo("END");
    assertThat(reply("b> get user:1")).isEqualTo("VALUE user:1 0 3\nad1\nEND");
    lab.enter(":crash process b");
    reply("q> get user:1");
    assertThat(reply("q> get user:1")).isEqualTo("SERVER_ERROR Connection refused");
    lab.enter(":partition q main");
    assertThat(reply("q> get user:2")).isEmpty();
    lab.enter(":heal");
    assertThat(lab.enter("+ 5s").deliveredText(0))
        .isEqualTo("you@q< \"VALUE user:2 0 3\\nad2\\nEND\"");
    lab.enter(":node r redis");
    assertThat(lab.enter(":proxy z main r").failed()).isTrue();
  }

  @Test
  void whatHappenedToItIsDoneAgainOnTheWayBack() {
    lab.enter(":freeze p");
    lab.enter("p> GET a");
    lab.enter(":back");
    lab.enter(":thaw p");
    assertThat(reply("p> GET a")).isEqualTo("\"1\"");
  }
}
