package dev.kvarium.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of the vectors goes to the server that the real library chose. */
class RingVectorsTest {
  private static final Pattern SERVERS = Pattern.compile("servers=(.*?)( hash_tag=(.*))?$");
  private static final List<String> HASHKIT =
      List.of(
          "one_at_a_time",
          "md5",
          "crc32",
          "fnv1_64",
          "fnv1a_64",
          "fnv1_32",
          "fnv1a_32",
          "hsieh",
          "murmur",
          "jenkins");

  /** A column: the ring that it was made with, and the servers that were chosen. */
  private record Column(
      String file, String name, Ring ring, List<String> keys, List<String> chosen) {
    @Override
    public String toString() {
      return file + " " + name;
    }
  }

  static Stream<Column> columns() throws IOException {
    List<Column> columns = new ArrayList<>();
    for (String file : List.of("libketama", "libmemcached", "spymemcached", "twemproxy")) {
      read(file, columns);
    }
    return columns.stream();
  }

  private static void read(String file, List<Column> columns) throws IOException {
    List<String> lines;
    try (InputStream in = RingVectorsTest.class.getResourceAsStream("/sharding/" + file + ".tsv")) {
      assertThat(in).isNotNull();
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<String> headings = lines.stream().filter(line -> line.startsWith("# ")).skip(1).toList();
    List<String[]> rows =
        lines.stream()
            .filter(line -> !line.startsWith("#"))
            .skip(1)
            .map(l -> l.split("\t"))
            .toList();
    List<String> keys = rows.stream().map(row -> row[0]).toList();
    for (int i = 0; i < headings.size(); i++) {
      int column = i + 1;
      String heading = headings.get(i).substring(2);
      String name = heading.substring(0, heading.indexOf(": "));
      columns.add(
          new Column(
              file,
              name,
              ring(file, name, heading),
              keys,
              rows.stream().map(row -> row[column]).toList()));
    }
  }

  private static Ring ring(String file, String name, String heading) {
    Matcher given = SERVERS.matcher(heading);
    assertThat(given.find()).as(heading).isTrue();
    List<Server> servers = Server.parseAll(given.group(1));
    if (heading.contains("weights=")) {
      String[] weights = value(heading, "weights").split(",");
      List<Server> weighted = new ArrayList<>();
      for (int i = 0; i < weights.length; i++) {
        Server each = servers.get(i);
        weighted.add(new Server(each.host(), each.port(), Integer.parseInt(weights[i]), ""));
      }
      servers = weighted;
    }
    String tag = given.group(3) == null ? "" : given.group(3);
    return Rings.of(choice(file, name, heading, tag), servers);
  }

  private static Rings.Choice choice(String file, String name, String heading, String tag) {
    return switch (file) {
      case "twemproxy" ->
          new Rings.Choice(file, value(heading, "distribution"), value(heading, "hash"), tag, "");
      case "libmemcached" ->
          new Rings.Choice(
              file,
              switch (value(heading, "distribution")) {
                case "0" -> "modula";
                case "1" -> "consistent";
                case "2" -> "ketama";
                case "4" -> "ketama_spy";
                default -> "ketama_weighted";
              },
              HASHKIT.get(Integer.parseInt(value(heading, "hash"))),
              "",
              "");
      case "spymemcached" ->
          new Rings.Choice(
              file,
              name.startsWith("modula") ? "modula" : "ketama",
              heading.replaceAll(".*Locator ([A-Z0-9_]+).*", "$1").toLowerCase(Locale.ROOT),
              "",
              heading.contains("format=") ? value(heading, "format").toLowerCase(Locale.ROOT) : "");
      default -> new Rings.Choice(file, "", "", "", "");
    };
  }

  private static String value(String heading, String name) {
    Matcher matcher = Pattern.compile("[ >]" + name + "=([^ ]+)").matcher(heading);
    assertThat(matcher.find()).as("%s in %s", name, heading).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void everyKeyGoesWhereTheRealLibrarySendsIt(Column column) {
    List<String> chosen = new ArrayList<>();
    for (String key : column.keys) {
      chosen.add(Integer.toString(column.ring.pick(Bytes.of(key))));
    }
    assertThat(column.keys).hasSize(2000);
    assertThat(chosen).isEqualTo(column.chosen);
  }
}
