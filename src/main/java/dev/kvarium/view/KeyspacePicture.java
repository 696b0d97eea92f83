package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot.Database;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot.Key;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The databases one beneath the other: a heading, the load of each hash table, the keys.
 *
 * <p>Where the rows do not suffice, keys give way first, then tables, then whole databases, and
 * what is left out is counted.
 */
record KeyspacePicture(
    String node, String models, String time, KeyspaceSnapshot keyspace, JustChanged changed)
    implements Picture {
  private static final int BAR = 12;
  private static final int WIDE = 60;

  @Override
  public int rows(int columns) {
    int rows = Frame.rows(columns, foot());
    for (Database database : keyspace.filled()) {
      rows += 2 + tables(database).size() + database.page().size();
      rows += database.isWhole() ? 0 : 1;
    }
    return Math.max(rows, 3);
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(columns >= 100), time, foot());
    int room = bottom - 1;
    int fixed = 0;
    int keyRows = 0;
    for (Database database : keyspace.filled()) {
      fixed += 1 + tables(database).size();
      keyRows += 1 + database.page().size();
    }
    boolean withTables = fixed + Math.min(3, keyRows) <= room;
    if (!withTables) {
      fixed = keyspace.filled().size();
    }
    int row = 1;
    int databasesLeft = keyspace.filled().size();
    for (Database database : keyspace.filled()) {
      int own = withTables ? 1 + tables(database).size() : 1;
      if (row + own > bottom || row + own == bottom && databasesLeft > 1) {
        canvas.text(2, row, "… " + Quantity.count(databasesLeft, "more database"), Style.DIM);
        break;
      }
      canvas.words(0, row++, heading(database), Style.BOLD);
      if (withTables) {
        for (NamedTable table : tables(database)) {
          draw(canvas, row++, table);
        }
      }
      fixed -= own;
      row += keys(canvas, row, bottom - row - fixed, database);
      databasesLeft--;
    }
    return canvas;
  }

  private String title(boolean wide) {
    long keys = 0;
    for (Database database : keyspace.filled()) {
      keys += database.keys();
    }
    return "keyspace · "
        + node
        + " · "
        + Quantity.count(keys, "key")
        + (wide ? " · " + models : "");
  }

  private static String heading(Database database) {
    StringBuilder out = new StringBuilder("db").append(database.number());
    out.append(" · ").append(Quantity.count(database.keys(), "key"));
    String separator = ": ";
    for (Map.Entry<String, Long> type : database.countByType().entrySet()) {
      String plural = type.getKey().equals("hash") ? "hashes" : type.getKey() + "s";
      out.append(separator).append(Quantity.count(type.getValue(), type.getKey(), plural));
      separator = ", ";
    }
    if (database.expiring() > 0) {
      out.append(" · ").append(Quantity.count(database.expiring()));
      out.append(database.expiring() == 1 ? " expires" : " expire");
    }
    return out.toString();
  }

  // hash tables

  /** A table with the name that events give it. */
  private record NamedTable(String name, Table table) {}

  private static List<NamedTable> tables(Database database) {
    List<NamedTable> tables = new ArrayList<>();
    tables.add(new NamedTable("keys", database.keyTable()));
    if (database.expiring() > 0) {
      tables.add(new NamedTable("expires", database.expiryTable()));
    }
    return tables;
  }

  private static void draw(Canvas canvas, int y, NamedTable named) {
    Table table = named.table();
    canvas.text(2, y, named.name(), Style.DIM);
    int x = 11;
    if (canvas.width() >= WIDE) {
      x = bar(canvas, x, y, table.used(), table.buckets());
    }
    StyledText text = StyledText.of(load(table.used(), table.buckets()));
    if (table.isRehashing()) {
      text = text.plus(" → " + newLoad(table), Style.BOLD).plus(next(table), Style.PLAIN);
    }
    canvas.text(x, y, Rows.cut(text, canvas.width() - x));
  }

  private static String newLoad(Table table) {
    return Quantity.count(table.newUsed()) + " in " + Quantity.count(table.newBuckets());
  }

  private static String next(Table table) {
    return ", bucket " + Quantity.count(table.rehashIndex()) + " is next";
  }

  private static String load(long used, long buckets) {
    return Quantity.count(used) + " in " + Quantity.count(buckets, "bucket");
  }

  private static int bar(Canvas canvas, int x, int y, long used, long buckets) {
    int full = buckets == 0 ? 0 : (int) Math.min(BAR, (used * BAR + buckets - 1) / buckets);
    canvas.fill(x, y, full, '█', Style.MEMORY);
    canvas.fill(x + full, y, BAR - full, '·', Style.DIM);
    return x + BAR + 2;
  }

  // keys

  /** Draws a heading and keys into so many rows; how many it took. */
  private int keys(Canvas canvas, int top, int room, Database database) {
    if (room < 2 || database.page().isEmpty()) {
      if (room < 1) {
        return 0;
      }
      canvas.text(2, top, left(database, 0), Style.DIM);
      return 1;
    }
    List<Key> page = database.page();
    int shown = Math.min(page.size(), room - 1);
    if (shown < database.keys() && shown == room - 1) {
      shown--;
    }
    boolean wide = canvas.width() >= WIDE;
    Widths widths = Widths.of(page.subList(0, shown), keyspace.nowMillis());
    int key = Math.max(4, Math.min(widths.key(), canvas.width() - widths.others(wide) - 2));
    int row = top;
    if (shown > 0) {
      row(canvas, row++, wide, key, widths, wide ? HEADER : NARROW_HEADER, Style.DIM);
    }
    for (Key each : page.subList(0, shown)) {
      Style style = each.isStale(keyspace.nowMillis()) ? Style.LOST : Style.PLAIN;
      style = changed.has(database.number(), each.name()) ? style.withReverse() : style;
      row(canvas, row++, wide, key, widths, Cells.of(each, keyspace.nowMillis()), style);
    }
    if (shown < database.keys()) {
      canvas.text(2, row++, left(database, shown), Style.DIM);
    }
    return row - top;
  }

  private static String left(Database database, int shown) {
    return "… " + Quantity.count(database.keys() - shown, "more key");
  }

  private static void row(
      Canvas canvas, int y, boolean wide, int key, Widths widths, Cells cells, Style style) {
    int x = 2;
    canvas.text(x, y, key, cells.key(), style);
    x += key + 2;
    if (wide) {
      canvas.text(x, y, cells.type(), style);
      x += widths.type() + 2;
    }
    canvas.text(x, y, widths.encoding(), cells.encoding(), style);
    x += widths.encoding() + 2;
    if (wide) {
      canvas.text(x, y, Columns.right(cells.length(), widths.length()), style);
      x += widths.length() + 2;
    }
    canvas.text(x, y, Columns.right(cells.bytes(), widths.bytes()), style);
    x += widths.bytes() + 2;
    canvas.text(x, y, cells.expires(), style);
  }

  /** What stands in a row of the list. */
  private record Cells(
      String key, String type, String encoding, String length, String bytes, String expires) {
    static Cells of(Key key, long nowMillis) {
      return new Cells(
          name(key),
          key.type(),
          key.encoding(),
          Quantity.count(key.length()),
          Quantity.bytes(key.bytes()),
          expiry(key, nowMillis));
    }
  }

  private static final Cells HEADER =
      new Cells("key", "type", "encoding", "length", "bytes", "expires");

  /** Says that type and length are left out. */
  private static final Cells NARROW_HEADER =
      new Cells("key", "", "encoding", "", "bytes", "expires …");

  /** The columns that each part of the list takes. */
  private record Widths(int key, int type, int encoding, int length, int bytes, int expires) {
    static Widths of(List<Key> keys, long nowMillis) {
      int key = 3;
      int type = 4;
      int encoding = 8;
      int length = 6;
      int bytes = 5;
      int expires = 7;
      for (Key each : keys) {
        Cells cells = Cells.of(each, nowMillis);
        key = Math.max(key, Columns.of(cells.key()));
        type = Math.max(type, cells.type().length());
        encoding = Math.max(encoding, cells.encoding().length());
        length = Math.max(length, cells.length().length());
        bytes = Math.max(bytes, cells.bytes().length());
        expires = Math.max(expires, Columns.of(cells.expires()));
      }
      return new Widths(key, type, encoding, length, bytes, expires);
    }

    int others(boolean wide) {
      return (wide ? type + length + 4 : 0) + encoding + bytes + expires + 6;
    }
  }

  private static String name(Key key) {
    return CommandText.of(new byte[][] {key.name().bytes()}, 80);
  }

  private static String expiry(Key key, long nowMillis) {
    if (key.expireAtMillis().isEmpty()) {
      return "";
    }
    return key.isStale(nowMillis)
        ? "✕ is past"
        : "in " + Quantity.span((key.expireAtMillis().getAsLong() - nowMillis) * 1_000);
  }

  // in words

  private String foot() {
    if (keyspace.filled().isEmpty()) {
      return "No keys: every database is empty.";
    }
    for (Database database : keyspace.filled()) {
      for (NamedTable named : tables(database)) {
        if (named.table().isRehashing()) {
          return "db"
              + database.number()
              + "."
              + named.name()
              + " has two tables: a lookup looks into both, and each command moves a bucket on.";
        }
      }
    }
    long stale = 0;
    long staleBytes = 0;
    for (Database database : keyspace.filled()) {
      for (Key key : database.page()) {
        if (key.isStale(keyspace.nowMillis())) {
          stale++;
          staleBytes += key.bytes();
        }
      }
    }
    if (stale > 0) {
      return Quantity.count(stale, "key is", "keys are")
          + " past "
          + (stale == 1 ? "its" : "their")
          + " time and still "
          + (stale == 1 ? "takes " : "take ")
          + Quantity.bytes(staleBytes)
          + ": expired is not freed.";
    }
    return largest();
  }

  private String largest() {
    Key largest = null;
    long bytes = 0;
    long seen = 0;
    long keys = 0;
    for (Database database : keyspace.filled()) {
      keys += database.keys();
      for (Key key : database.page()) {
        seen++;
        bytes += key.bytes();
        if (largest == null || key.bytes() > largest.bytes()) {
          largest = key;
        }
      }
    }
    if (largest == null) {
      return "";
    }
    String of = seen < keys ? "Of " + Quantity.count(seen, "key") + " looked at, " : "";
    String subject = CommandText.of(new byte[][] {largest.name().bytes()}, 24);
    return of
        + subject
        + " is the largest: "
        + Quantity.bytes(largest.bytes())
        + " of "
        + Quantity.bytes(bytes)
        + " in all.";
  }

  @Override
  public String narration() {
    StringBuilder out = new StringBuilder();
    out.append("The keyspace of ").append(node).append(" (").append(models).append("), ");
    out.append(title(false).substring(title(false).lastIndexOf('·') + 2));
    out.append(". Time: ").append(time).append(".\n");
    for (Database database : keyspace.filled()) {
      out.append(heading(database)).append(".\n");
      for (NamedTable named : tables(database)) {
        Table table = named.table();
        out.append("  The table of ").append(named.name()).append(": ");
        out.append(load(table.used(), table.buckets()));
        if (table.isRehashing()) {
          out.append(", moving to another: ").append(newLoad(table)).append(next(table));
        }
        out.append(".\n");
      }
      for (Key key : database.page()) {
        Cells cells = Cells.of(key, keyspace.nowMillis());
        out.append("  ").append(cells.key()).append(": ").append(cells.type()).append(" as ");
        out.append(cells.encoding()).append(", length ").append(cells.length()).append(", ");
        out.append(cells.bytes());
        if (!cells.expires().isEmpty()) {
          out.append(key.isStale(keyspace.nowMillis()) ? ", its time " : ", expires ");
          out.append(cells.expires().replace("✕ ", ""));
        }
        if (changed.has(database.number(), key.name())) {
          out.append(", just changed");
        }
        out.append(".\n");
      }
      if (!database.isWhole()) {
        long more = database.keys() - database.page().size();
        out.append("  And ").append(Quantity.count(more, "more key")).append(".\n");
      }
    }
    return out.append(foot()).toString();
  }
}
