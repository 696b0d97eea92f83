package dev.kvarium.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetaReaderTest {
  private static final String STREAM =
      "VA 5 c17 W\r\nhello\r\nEN\r\nHD c18\r\nVA 0 Z\r\n\r\nSERVER_ERROR out of memory\r\n";

  private static List<MetaAnswer> read(int pieceBytes) {
    MetaReader reader = new MetaReader();
    byte[] bytes = Bytes.latin1(STREAM);
    List<MetaAnswer> answers = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      reader.feed(bytes, at, Math.min(pieceBytes, bytes.length - at));
      for (Optional<MetaAnswer> next = reader.next(); next.isPresent(); next = reader.next()) {
        answers.add(next.get());
      }
    }
    return answers;
  }

  @Test
  void answersAreTheSameInWhateverPiecesTheyCome() {
    for (int piece = 1; piece <= STREAM.length(); piece++) {
      List<MetaAnswer> answers = read(piece);
      assertThat(answers)
          .extracting(MetaAnswer::code)
          .as("pieces of " + piece)
          .containsExactly("VA", "EN", "HD", "VA", "SERVER_ERROR");
      assertThat(answers.getFirst().value().map(Bytes::text)).contains("hello");
      assertThat(answers.getFirst().flag('c')).contains("17");
      assertThat(answers.getFirst().has('W')).isTrue();
      assertThat(answers.getFirst().has('Z')).isFalse();
      assertThat(answers.get(3).value()).get().isEqualTo(new byte[0]);
      assertThat(answers.get(4).isReached()).isTrue();
    }
  }

  @Test
  void anEntryIsReadAsItWasWrittenAndNothingElseIs() {
    Entry entry = new Entry(3, 20_000, 1_700_000_012_345L, 100);
    assertThat(entry.encoded()).hasSize(100);
    assertThat(Entry.read(entry.encoded())).contains(entry);
    Entry absent = new Entry(0, 5, 6, 0);
    assertThat(Entry.read(absent.encoded())).get().matches(Entry::isAbsence);
    for (String other :
        List.of("", "v", "v1", "v1 c2", "v1 c2 f3", "hello", "v-1 c2 f3 ", "c1 v2 f3 ")) {
      assertThat(Entry.read(Bytes.latin1(other))).as(other).isEmpty();
    }
  }
}
