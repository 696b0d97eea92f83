package dev.kvarium.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables to those that memcached 1.6.18 printed with -vv. */
class SlabTableTest {
  static List<String> printed() throws IOException {
    return lines("options.tsv");
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = SlabTableTest.class.getResourceAsStream("/memcached/slabs/" + file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<String> words(String options) {
    return options.isBlank() ? List.of() : List.of(options.trim().split(" +"));
  }

  @ParameterizedTest
  @MethodSource("printed")
  void theClassesAreThoseOfTheRealServer(String row) throws Exception {
    String[] columns = row.split("\t", -1);
    if (!columns[2].isEmpty()) {
      assertThatThrownBy(() -> CommandLine.parse(words(columns[1])))
          .isInstanceOf(BadSetting.class)
          .hasMessage(columns[2]);
      return;
    }
    List<String> classes = new ArrayList<>(List.of("class\tchunk_size\tperslab"));
    for (SlabClass each : SlabTable.of(CommandLine.parse(words(columns[1]))).classes()) {
      classes.add(each.id() + "\t" + each.chunkBytes() + "\t" + each.chunksPerPage());
    }
    assertThat(classes).isEqualTo(lines(columns[0] + ".tsv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -f 1              | Factor must be greater than 1
          -n 0              | Chunk size must be greater than 0
          -c 0              | Maximum connections must be greater than 0
          -t 0              | Number of threads must be greater than 0
          -I 1000           | Item max size cannot be less than 1024 bytes.
          -I 256m           | Cannot set item size limit higher than 1/2 of memory max.
          -B http           | Invalid value for binding protocol: http
          -o slab_automove=3| slab_automove must be between 0 and 2
          -o nonsense       | Illegal suboption "nonsense"
          -o slab_chunk_max=3000 | must be evenly divisible by slab_chunk_max
          -o slab_sizes=100-100  | slab size 100 cannot be lower than or equal to a previous
          -o hot_lru_pct=50,warm_lru_pct=40 | hot_lru_pct + warm_lru_pct cannot be more than 80
          """)
  void whatItRefusesIsRefused(String options, String reason) {
    assertThatThrownBy(() -> CommandLine.parse(words(options)))
        .isInstanceOf(BadSetting.class)
        .hasMessageContaining(reason);
  }
}
