package dev.kvarium.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Blob;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each guideline finds what it is there for, and says nothing of what it does not know. */
class GuidelinesTest {
  private static List<String> found(Limits limits, boolean cache, Consumer<Lint> shown) {
    Lint lint = new Lint(Guidelines.all(limits, cache, Guidelines.usualShaping()));
    shown.accept(lint);
    return lint.report("keys").findings().stream().map(each -> each.rule().name()).toList();
  }

  private static List<String> found(Subject.Known known) {
    return found(Limits.USUAL, true, lint -> lint.look(known.all()));
  }

  private static Subject.Known key(String name) {
    return Subject.named(Blob.of(name));
  }

  private static Subject.Known good() {
    return key("v1:user:1");
  }

  @Test
  void aGoodKeyOfWhichOnlyTheNameIsKnownIsClean() {
    assertThat(found(good())).isEmpty();
    assertThat(found(key("shop:v12:cart:1"))).isEmpty();
  }

  @Test
  void namesAreJudgedByLengthCharactersPartsAndVersion() {
    assertThat(found(key("v1:" + "x".repeat(60)))).isEmpty();
    assertThat(found(key("v1:" + "x".repeat(61)))).containsExactly("key-length");
    assertThat(found(key("v1:a b"))).containsExactly("key-characters");
    assertThat(found(key("v1:a\nb"))).containsExactly("key-characters");
    assertThat(found(Subject.named(Blob.of(new byte[] {'v', '1', ':', (byte) 0xff}))))
        .containsExactly("key-characters");
    assertThat(found(key("v1:größe"))).isEmpty();
    assertThat(found(key("user"))).containsExactly("key-hierarchy", "key-version");
    assertThat(found(key("v1/user/1"))).containsExactly("key-hierarchy", "key-version");
    assertThat(found(key("v1:user:"))).containsExactly("key-hierarchy");
    assertThat(found(key("v1::1"))).containsExactly("key-hierarchy");
    assertThat(found(key("user:v2"))).containsExactly("key-version");
    assertThat(found(key("video:1"))).containsExactly("key-version");
    assertThat(found(key(""))).contains("key-characters");
  }

  @Test
  void valuesAreJudgedBySizeKindAndLife() {
    assertThat(found(good().type("string").valueBytes(512 * 1024))).isEmpty();
    assertThat(found(good().type("string").valueBytes(512 * 1024 + 1)))
        .containsExactly("value-size");
    Blob png = Blob.of(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    assertThat(found(good().type("string").valueBytes(64 * 1024).head(png)))
        .containsExactly("blob-in-store");
    assertThat(found(good().type("string").valueBytes(64 * 1024 - 1).head(png))).isEmpty();
    assertThat(found(good().type("string").valueBytes(99_999).head(Blob.of("{\"a\":1}"))))
        .isEmpty();
    assertThat(found(good().type("zset").elements(10_000))).isEmpty();
    assertThat(found(good().type("zset").elements(10_001))).containsExactly("big-key");
    assertThat(found(good().type("list").elements(5).memoryBytes(2_000_000)))
        .containsExactly("big-key");
    assertThat(found(good().ttlMillis(1))).isEmpty();
    assertThat(found(good().ttlMillis(Subject.FOREVER))).containsExactly("no-ttl");
    assertThat(
            found(Limits.USUAL, false, lint -> lint.look(good().ttlMillis(Subject.FOREVER).all())))
        .isEmpty();
  }

  @Test
  void aKeyIsHotByItsCounterOrByItsShare() {
    assertThat(found(good().frequency(99))).isEmpty();
    assertThat(found(good().frequency(100))).containsExactly("hot-key");
    assertThat(
            found(
                Limits.USUAL,
                false,
                lint -> {
                  for (int i = 0; i < 100; i++) {
                    lint.look(key("v1:user:" + i).uses(i == 7 ? 110 : 10).all());
                  }
                }))
        .containsExactly("hot-key");
    assertThat(
            found(
                Limits.USUAL,
                false,
                lint -> {
                  for (int i = 0; i < 100; i++) {
                    lint.look(key("v1:user:" + i).uses(i == 7 ? 109 : 10).all());
                  }
                }))
        .isEmpty();
  }

  @Test
  void oneTagThatDrawsAllKeysIntoOneSlotIsFound() {
    assertThat(
            found(
                Limits.USUAL,
                false,
                lint -> {
                  for (int i = 0; i < 1_000; i++) {
                    lint.look(key(i < 60 ? "v1:{t}:" + i : "v1:user:" + i).all());
                  }
                }))
        .containsExactly("slot-skew");
    Lint lint = new Lint(Guidelines.all(Limits.USUAL, false, Guidelines.usualShaping()));
    for (int i = 0; i < 2_000; i++) {
      lint.look(key(i % 2 == 0 ? "v1:{t}:" + i : "v1:user:" + i).all());
    }
    assertThat(lint.report("keys").findings().getFirst().pattern()).endsWith(", {t}");
    assertThat(
            found(
                Limits.USUAL,
                false,
                few -> {
                  for (int i = 0; i < 999; i++) {
                    few.look(key("v1:{t}:" + i).all());
                  }
                }))
        .isEmpty();
  }

  @Test
  void keysOfOnePatternAreToldTogetherByTheWorstOfThem() {
    Lint lint = new Lint(Guidelines.all(Limits.USUAL, false, Guidelines.usualShaping()));
    for (int i = 0; i < 5_000; i++) {
      lint.look(key("v1:user:" + i).type("string").valueBytes(600_000 + i % 4_000).all());
    }
    LintReport report = lint.report("keys");
    assertThat(report.findings()).hasSize(1);
    Finding only = report.findings().getFirst();
    assertThat(only.pattern()).isEqualTo("v1:user:#");
    assertThat(only.count()).isEqualTo(5_000);
    assertThat(only.key()).isEqualTo("v1:user:3999");
    assertThat(only.measure()).isEqualTo(603_999);
  }

  @Test
  void patternsAreBoundedAndCountsAreNot() {
    Lint lint = new Lint(Guidelines.all(Limits.USUAL, false, Guidelines.usualShaping()));
    for (int i = 0; i < 3_000; i++) {
      lint.look(
          key("v1:" + Integer.toString(i, 26).replaceAll("[0-9]", "z") + "q" + letters(i) + ":")
              .all());
    }
    LintReport report = lint.report("keys");
    assertThat(report.findings()).hasSize(Findings.MOST_PATTERNS + 1);
    assertThat(report.findings().stream().mapToLong(Finding::count).sum()).isEqualTo(3_000);
  }

  private static String letters(int i) {
    StringBuilder letters = new StringBuilder();
    for (int left = i; left > 0; left /= 20) {
      letters.append((char) ('g' + left % 20));
    }
    return letters.toString();
  }

  @Test
  void patternsLeaveOutNumbersAndKeepVersions() {
    assertThat(KeyPattern.of("v2:user:1000:name")).isEqualTo("v2:user:#:name");
    assertThat(KeyPattern.of("item12a")).isEqualTo("item#a");
    assertThat(KeyPattern.of("s:5f3b2c1a-0d4e-4f6a-8b7c-9d0e1f2a3b4c")).isEqualTo("s:#");
    assertThat(KeyPattern.of("v:face:facade")).isEqualTo("v:face:facade");
    assertThat(KeyPattern.of("")).isEmpty();
  }

  @Test
  void limitsCanBeGivenAndWrongOnesAreRefused() {
    Limits strict = Limits.USUAL.with("key-bytes=9").with("near-percent=50");
    assertThat(found(strict, true, lint -> lint.look(good().all()))).containsExactly("key-length");
    assertThatThrownBy(() -> Limits.USUAL.with("key-byte=9")).hasMessageContaining("key-byte");
    assertThatThrownBy(() -> Limits.USUAL.with("key-bytes=x")).hasMessageContaining("'x'");
    assertThatThrownBy(() -> Limits.USUAL.with("key-bytes")).hasMessageContaining("key-bytes");
  }

  @Test
  void everyRuleHasAReasonAndASource() {
    assertThat(Guidelines.rules()).extracting(Rule::name).doesNotHaveDuplicates().hasSize(12);
    for (Rule rule : Guidelines.rules()) {
      assertThat(rule.reason()).as(rule.name()).endsWith(".");
      assertThat(rule.source()).as(rule.name()).isNotBlank().doesNotEndWith(".");
      assertThat(rule.title()).as(rule.name()).doesNotEndWith(".");
    }
  }
}
