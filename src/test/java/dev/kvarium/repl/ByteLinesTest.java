package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.repl.ByteLines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteLinesTest {
  @Test
  void linesEndWithALineFeedOrTheInput() throws IOException {
    assertThat(read("a\n\nb\r\nc", 100))
        .containsExactly(
            new Line.Text("a"), new Line.Text(""), new Line.Text("b"), new Line.Text("c"));
    assertThat(read("", 100)).isEmpty();
    assertThat(read("a\n", 100)).containsExactly(new Line.Text("a"));
  }

  @Test
  void aLineThatIsTooLongIsSkippedAndTheNextOneIsRead() throws IOException {
    assertThat(read("x".repeat(11) + "\nGET a\n" + "y".repeat(10) + "\n", 10))
        .containsExactly(
            new Line.TooLong(11), new Line.Text("GET a"), new Line.Text("y".repeat(10)));
  }

  @Test
  void aHundredMegabytesPassThroughLittleMemory() throws IOException {
    long length = 100_000_000;
    InputStream endless =
        new InputStream() {
          private long left = length;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : left == -1 ? '\n' : -1;
          }

          @Override
          public int read(byte[] into, int from, int count) {
            if (left > 0) {
              int some = (int) Math.min(left, count);
              java.util.Arrays.fill(into, from, from + some, (byte) 'x');
              left -= some;
              return some;
            }
            int next = read();
            if (next < 0) {
              return -1;
            }
            into[from] = (byte) next;
            return 1;
          }
        };
    ByteLines lines = new ByteLines(endless);
    assertThat(lines.next()).isEqualTo(new Line.TooLong(length));
    assertThat(lines.next()).isEqualTo(new Line.End());
  }

  @Test
  void bytesThatAreNotUtf8AreToldWithTheirPlace() throws IOException {
    ByteLines lines =
        new ByteLines(
            new ByteArrayInputStream(new byte[] {'a', ' ', (byte) 0xff, '\n', 'b', '\n'}));
    assertThat(lines.next()).isEqualTo(new Line.NotText(3, 0xff));
    assertThat(lines.next()).isEqualTo(new Line.Text("b"));
    ByteLines cutOff =
        new ByteLines(new ByteArrayInputStream(new byte[] {'a', (byte) 0xe6, (byte) 0xbc}));
    assertThat(cutOff.next()).isEqualTo(new Line.NotText(2, 0xe6));
  }

  @Test
  void utf8AndZeroBytesAreText() throws IOException {
    assertThat(read("SET 漢 \0é\n", 100)).containsExactly(new Line.Text("SET 漢 \0é"));
  }

  private static List<Line> read(String text, int longest) throws IOException {
    ByteLines lines =
        new ByteLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
    List<Line> all = new ArrayList<>();
    for (Line line = lines.next(); !(line instanceof Line.End); line = lines.next()) {
      all.add(line);
    }
    return all;
  }
}
