package dev.kvarium.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of keys are read in their three forms, and refused with the line that is wrong. */
class KeyLinesTest {
  private static List<Subject> read(String text) throws Exception {
    List<Subject> subjects = new ArrayList<>();
    new KeyLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), subjects::add)
        .read();
    return subjects;
  }

  @Test
  void aListOfNames() throws Exception {
    List<Subject> read = read("a:1\r\n\nb key=x exp=2\nlast");
    assertThat(read)
        .extracting(each -> each.key().toString())
        .containsExactly("a:1", "b key=x exp=2", "last");
    assertThat(read).extracting(Subject::line).containsExactly(1L, 3L, 4L);
    assertThat(read.getFirst().ttlMillis()).isEqualTo(Subject.UNKNOWN);
    assertThat(read("")).isEmpty();
  }

  @Test
  void aTableWithItsColumnsNamed() throws Exception {
    Subject read = read("type\tkey\tttl\tfreq\tmemory\nhash\tk\t-1\t-\t120\n").getFirst();
    assertThat(read.key().toString()).isEqualTo("k");
    assertThat(read.type()).isEqualTo("hash");
    assertThat(read.ttlMillis()).isEqualTo(Subject.FOREVER);
    assertThat(read.frequency()).isEqualTo(Subject.UNKNOWN);
    assertThat(read.memoryBytes()).isEqualTo(120);
    assertThat(read.line()).isEqualTo(2);
    assertThat(read("key\na\n")).extracting(each -> each.key().toString()).containsExactly("a");
  }

  @Test
  void aTableWithoutNames() throws Exception {
    Subject read = read("k\t10\t2\tstring\n").getFirst();
    assertThat(read.valueBytes()).isEqualTo(10);
    assertThat(read.ttlMillis()).isEqualTo(2_000);
    assertThat(read.type()).isEqualTo("string");
  }

  @Test
  void whatMemcachedPrints() throws Exception {
    List<Subject> read =
        read(
            "key=user%3A1%20x exp=1700003600 la=1700000000 cas=7 fetch=yes cls=2 size=119\n"
                + "key=b exp=-1 la=1700000000 cas=8 fetch=no cls=1 size=63\n");
    assertThat(read.getFirst().key().toString()).isEqualTo("user:1 x");
    assertThat(read.getFirst().ttlMillis()).isEqualTo(3_600_000);
    assertThat(read.getFirst().memoryBytes()).isEqualTo(119);
    assertThat(read.getLast().ttlMillis()).isEqualTo(Subject.FOREVER);
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() {
    assertThatThrownBy(() -> read("key\tsize\na\tmany\n")).hasMessageContaining("line 2: 'many'");
    assertThatThrownBy(() -> read("key\tweight\n")).hasMessageContaining("column 'weight'");
    assertThatThrownBy(() -> read("a\t1\t2\tstring\tx\n")).hasMessageContaining("line 1: 5 fields");
    assertThatThrownBy(() -> read("size\tkey\n1\n")).hasMessageContaining("no key");
    assertThatThrownBy(() -> read("key=a exp=-1\nexp=3\n")).hasMessageContaining("line 2");
    assertThatThrownBy(() -> read("key=a exp=soon\n")).hasMessageContaining("'soon'");
  }
}
