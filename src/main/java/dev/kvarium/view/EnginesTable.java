package dev.kvarium.view;

import java.util.ArrayList;
import java.util.List;

/**
 * What Redis and Memcached can and cannot do, each with lines that show it. What begins with {@code
 * $} is typed to a shell, all else at the prompt, one line after the other.
 *
 * @param shown the subjects that are
 */
public record EnginesTable(List<Subject> shown) implements Picture {
  private static final int SUBJECT = 13;
  private static final int ENGINE = 10;
  private static final int WIDE = 130;
  private static final int SAYING = 56;

  /**
   * What one of the two has of a subject.
   *
   * @param says it in words
   * @param lines show it
   * @param answer how the answer to the last of them begins; to a shell, where no file is there
   */
  public record Cell(String says, List<String> lines, String answer) {
    public Cell {
      lines = List.copyOf(lines);
    }

    String shown() {
      return String.join(" then ", lines);
    }
  }

  /** A subject with what each of the two has of it. */
  public record Subject(String name, Cell redis, Cell memcached) {}

  private static final String FOOT =
      "Behind $ for a shell, all else for the prompt. What they take: :versus";

  public EnginesTable {
    shown = List.copyOf(shown);
  }

  /** All subjects, in the order in which they are shown. */
  public static List<Subject> subjects() {
    return List.of(
        new Subject(
            "eviction",
            new Cell(
                "any key, by one of eight policies, of a few drawn",
                List.of(
                    "CONFIG SET maxmemory-policy allkeys-lru maxmemory 2mb",
                    ":repeat 20000 SET {n} v"),
                "20,000 × OK"),
            new Cell(
                "the coldest of the same slab class and no other",
                List.of(":world memcached m=2", ":repeat 20000 set k{n} 0 0 100\\n{x100}"),
                "20,000 × STORED")),
        new Subject(
            "persistence",
            new Cell(
                "a log and snapshots, from which it comes back",
                List.of("SET a 1", ":crash process", ":restart", "GET a"),
                "\"1\""),
            new Cell(
                "none: it begins empty",
                List.of(":repeat 1 set a 0 0 1\\n1", ":crash process", ":restart", "get a"),
                "END")),
        new Subject(
            "types",
            new Cell("lists, hashes, sorted sets …", List.of("ZADD board 10 ada"), "(integer) 1"),
            new Cell("bytes; counters", List.of("ma n N0 J10", "ma n v"), "VA 2")),
        new Subject(
            "cluster",
            new Cell(
                "16,384 slots, redirects",
                List.of("CLUSTER KEYSLOT foo"),
                "(error) ERR This instance has cluster support disabled"),
            new Cell(
                "the clients share keys out, servers know of none",
                List.of("$ echo foo | kvarium ring --servers=10.0.0.1:11211:1,10.0.0.2:11211:1"),
                "foo\t10.0.0.")),
        new Subject(
            "TLS",
            new Cell(
                "with certificates, the client's too",
                List.of(
                    "$ kvarium serve --tls-port 6380 --tls-cert-file C --tls-key-file K"
                        + " --tls-ca-cert-file A"),
                "kvarium: "),
            new Cell(
                "-Z, not modelled",
                List.of("$ kvarium serve --memcached 11211 -Z"),
                "-Z of memcached is not modelled")),
        new Subject(
            "auth",
            new Cell("users with rights", List.of("ACL SETUSER ada on >pw ~app:* +@read"), "OK"),
            new Cell(
                "a file of names and passwords, all rights to each",
                List.of("$ kvarium serve --memcached 11211 -Y users"),
                "kvarium: ")));
  }

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, FOOT) + Rows.folded(lines(columns), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, "versus · redis 7.0 and memcached 1.6", "", FOOT);
    Rows.draw(canvas, 1, bottom, lines(columns));
    return canvas;
  }

  private List<StyledText> lines(int columns) {
    List<StyledText> lines = new ArrayList<>();
    for (Subject each : shown) {
      lines.addAll(lines(each.name(), "redis", each.redis(), columns, Style.MEMORY));
      lines.addAll(lines("", "memcached", each.memcached(), columns, Style.OTHER_NODE));
    }
    return lines;
  }

  private static List<StyledText> lines(
      String subject, String engine, Cell cell, int columns, Style style) {
    StyledText head =
        StyledText.of(Columns.left(subject, SUBJECT), Style.BOLD)
            .plus(Columns.left(engine, ENGINE), style);
    String says = columns >= WIDE ? Columns.left(cell.says(), SAYING) : cell.says();
    StyledText row = head.plus(says + "  ", Style.PLAIN).plus(cell.shown(), Style.DIM);
    return columns >= WIDE || Columns.of(row.text()) <= columns - 2
        ? List.of(row)
        : List.of(
            head.plus(cell.says(), Style.PLAIN), StyledText.of("  " + cell.shown(), Style.DIM));
  }

  @Override
  public String narration() {
    StringBuilder out =
        new StringBuilder("What redis 7.0 and memcached 1.6 have, with lines to try.\n");
    for (Subject each : shown) {
      out.append(each.name()).append(": Redis: ").append(each.redis().says()).append(". Try ");
      out.append(each.redis().shown()).append("\n");
      out.append(each.name()).append(": Memcached: ").append(each.memcached().says());
      out.append(". Try ").append(each.memcached().shown()).append("\n");
    }
    return out.append(FOOT).toString();
  }
}
