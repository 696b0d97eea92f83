package dev.kvarium.cli;

import dev.kvarium.memcached.BadSetting;
import dev.kvarium.memcached.CommandLine;
import dev.kvarium.memcached.Placement;
import dev.kvarium.memcached.Settings;
import dev.kvarium.memcached.SlabClass;
import dev.kvarium.memcached.SlabTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code kvarium slabs}: the slab classes that memcached makes of its options. */
@Command(
    name = "slabs",
    header = "Shows the slab classes that memcached makes of its options.",
    description =
        "Takes memcached's own options: -f 1.25 -n 48 -I 2m -m 128 -C -o slab_chunk_max=16384. What"
            + " memcached refuses is refused with its words.",
    customSynopsis =
        "kvarium slabs [--format=text|tsv|json] [--values=SIZES] [--key=BYTES] [MEMCACHED OPTIONS]",
    exitCodeList = {"0:here they are", "2:memcached would refuse these options"})
final class SlabsCommand implements Callable<Integer> {
  private static final int MOST_VALUES = 1000;

  @Option(
      names = "--format",
      paramLabel = "text|tsv|json",
      defaultValue = "text",
      description = "how they are printed (${DEFAULT-VALUE})")
  private String format = "text";

  @Option(
      names = "--values",
      paramLabel = "SIZES",
      split = ",",
      description =
          "lengths of values, such as 10,100,400x5: where they lie and what is wasted; x5"
              + " counts one five times")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "BYTES",
      defaultValue = "20",
      description = "the length of their keys (${DEFAULT-VALUE})")
  private int keyBytes = 20;

  @Unmatched private List<String> options = new ArrayList<>();

  @Mixin private Given given = new Given();

  /** A length of values, and how many there are of it. */
  private record Mix(long valueBytes, long count, Placement place) {}

  @Override
  public Integer call() {
    if (keyBytes < 1 || keyBytes > Settings.KEY_MAX_BYTES) {
      throw given.wrong("--key takes a length from 1 to 250, not " + keyBytes);
    }
    Settings settings;
    try {
      settings = CommandLine.parse(options);
    } catch (BadSetting refused) {
      System.err.println(refused.text());
      return Main.UNUSABLE;
    }
    SlabTable table = SlabTable.of(settings);
    List<Mix> mixes = mixes(settings, table);
    Start.print(
        switch (format) {
          case "text" -> text(table, mixes);
          case "tsv" -> tsv(table, mixes);
          case "json" -> json(table, mixes);
          default -> throw given.wrong("--format takes text, tsv or json, not '" + format + "'");
        });
    return 0;
  }

  private List<Mix> mixes(Settings settings, SlabTable table) {
    List<Mix> mixes = new ArrayList<>();
    for (String each : values) {
      if (!each.matches("[0-9]{1,10}(x[0-9]{1,10})?") || mixes.size() == MOST_VALUES) {
        throw given.wrong("--values takes lengths such as 10,100,400x5, not '" + each + "'");
      }
      int times = each.indexOf('x');
      long bytes = Long.parseLong(times < 0 ? each : each.substring(0, times));
      long count = times < 0 ? 1 : Long.parseLong(each.substring(times + 1));
      mixes.add(new Mix(bytes, count, Placement.of(settings, table, keyBytes, bytes)));
    }
    return mixes;
  }

  private static String tsv(SlabTable table, List<Mix> mixes) {
    StringBuilder out = new StringBuilder("class\tchunk_size\tperslab\n");
    for (SlabClass each : table.classes()) {
      out.append(each.id()).append('\t').append(each.chunkBytes()).append('\t');
      out.append(each.chunksPerPage()).append('\n');
    }
    if (!mixes.isEmpty()) {
      out.append("\nvalue\tcount\titem\tclasses\tchunks\twaste\n");
      for (Mix each : mixes) {
        out.append(each.valueBytes).append('\t').append(each.count).append('\t');
        out.append(each.place.itemBytes()).append('\t').append(classes(each.place)).append('\t');
        out.append(each.place.chunkBytes()).append('\t').append(each.place.wasteBytes());
        out.append('\n');
      }
    }
    return out.toString();
  }

  private static String classes(Placement place) {
    List<String> ids = new ArrayList<>();
    place.chunks().forEach(each -> ids.add(Integer.toString(each.id())));
    return ids.isEmpty() ? "-" : String.join("+", ids);
  }

  private static String text(SlabTable table, List<Mix> mixes) {
    StringBuilder out = new StringBuilder("class   chunk B  per page  left at its end B\n");
    for (SlabClass each : table.classes()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%5d %,9d %,9d %,18d%n",
              each.id(),
              each.chunkBytes(),
              each.chunksPerPage(),
              each.pageTailBytes()));
    }
    if (mixes.isEmpty()) {
      return out.toString();
    }
    out.append("\n  value B     count    item B   chunks B   waste B    %  class\n");
    long items = 0;
    long chunks = 0;
    for (Mix each : mixes) {
      Placement place = each.place;
      if (place.itemBytes() == 0) {
        out.append(
            String.format(
                Locale.ROOT,
                "%,9d %,9d  object too large for cache%n",
                each.valueBytes,
                each.count));
        continue;
      }
      out.append(
          String.format(
              Locale.ROOT,
              "%,9d %,9d %,9d %,10d %,9d %4.1f  %s%n",
              each.valueBytes,
              each.count,
              place.itemBytes(),
              place.chunkBytes(),
              place.wasteBytes(),
              100.0 * place.wasteBytes() / place.chunkBytes(),
              classes(place)));
      items += place.itemBytes() * each.count;
      chunks += place.chunkBytes() * each.count;
    }
    if (chunks > 0) {
      out.append(
          String.format(
              Locale.ROOT,
              "all of them: %,d B of items in %,d B of chunks, %.1f %% wasted%n",
              items,
              chunks,
              100.0 * (chunks - items) / chunks));
    }
    return out.toString();
  }

  private static String json(SlabTable table, List<Mix> mixes) {
    List<String> classes = new ArrayList<>();
    for (SlabClass each : table.classes()) {
      classes.add(
          String.format(
              Locale.ROOT,
              "{\"class\":%d,\"chunk_size\":%d,\"perslab\":%d}",
              each.id(),
              each.chunkBytes(),
              each.chunksPerPage()));
    }
    List<String> places = new ArrayList<>();
    for (Mix each : mixes) {
      places.add(
          String.format(
              Locale.ROOT,
              "{\"value\":%d,\"count\":%d,\"item\":%d,\"chunks\":%d,\"waste\":%d}",
              each.valueBytes,
              each.count,
              each.place.itemBytes(),
              each.place.chunkBytes(),
              each.place.wasteBytes()));
    }
    return "{\"classes\":["
        + String.join(",", classes)
        + "],\"values\":["
        + String.join(",", places)
        + "]}\n";
  }
}
