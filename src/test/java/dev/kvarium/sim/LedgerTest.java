package dev.kvarium.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  private void write(String key, long end) {
    byte[][] argv = {Bytes.of("SET"), Bytes.of(key), Bytes.of("two words")};
    ledger.acknowledge("you", "main", argv, 5, end);
  }

  @Test
  void aWriteIsWhereItsEndIs() {
    write("a", 10);
    write("b", 20);
    write("c", 30);
    write("d", -1);
    LedgerSnapshot seen = ledger.snapshot("main", 20, 10, 2);
    assertThat(seen.onDisk()).isEqualTo(1);
    assertThat(seen.inPageCache()).isEqualTo(1);
    assertThat(seen.inBuffer()).isEqualTo(1);
    assertThat(seen.inMemory()).isEqualTo(1);
    assertThat(seen.atStakeWithProcess()).isEqualTo(2);
    assertThat(seen.atStakeWithPower()).isEqualTo(3);
    assertThat(seen.recent())
        .extracting(LedgerSnapshot.Line::text)
        .containsExactly("SET c \"two words\"", "SET d \"two words\"");
  }

  @Test
  void aCrashNamesWhatEndsBehindWhatIsLeftAndCountsItOnce() {
    write("a", 10);
    write("b", 20);
    assertThat(crash(ledger, 15)).extracting(Ledger.Write::number).containsExactly(2L);
    write("c", 20);
    assertThat(crash(ledger, 20)).isEmpty();
    assertThat(crash(ledger, 10)).extracting(Ledger.Write::number).containsExactly(3L);
    assertThat(ledger.lost()).isEqualTo(2);
    assertThat(ledger.acknowledged()).isEqualTo(3);
    assertThat(ledger.snapshot("main", 10, 10, 9).onDisk()).isEqualTo(1);
  }

  @Test
  void writesOfAnotherNodeAreNotTouched() {
    write("a", 10);
    ledger.acknowledge("you", "other", new byte[][] {Bytes.of("X")}, 5, 10);
    assertThat(crash(ledger, 0)).hasSize(1);
    assertThat(ledger.snapshot("other", 10, 0, 9).inPageCache()).isEqualTo(1);
  }

  @Test
  void aWriteThatItsNodeTookBackFromAnotherIsNotLostWithThatOne() {
    ledger.acknowledge("you", "main", new byte[][] {Bytes.of("X")}, 5, -1, "id", 10);
    Holdings holdings = ledger.holdings();
    holdings.extend("b", "id", 10);
    holdings.cleared("main");
    assertThat(crash(ledger, 0)).isEmpty();
    holdings.snapshot("b", "id", 10);
    holdings.replaced("main", "id", 10);
    ledger.replaced("main");
    holdings.cleared("b");
    ledger.crash("b", 0);
    assertThat(ledger.settle()).as("main has it").isEmpty();
    holdings.cleared("main");
    assertThat(crash(ledger, 0)).as("nobody has it").hasSize(1);
  }

  private static List<Ledger.Write> crash(Ledger ledger, long survivingBytes) {
    ledger.crash("main", survivingBytes);
    return ledger.settle();
  }
}
