package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code stats detail} counts for each prefix of keys, up to the delimiter. */
final class PrefixStats {
  private static final class Counts {
    long gets;
    long hits;
    long sets;
    long deletes;
  }

  private final Settings settings;
  private final Map<String, Counts> prefixes = new LinkedHashMap<>();

  PrefixStats(Settings settings) {
    this.settings = settings;
  }

  void get(byte[] key, boolean hit) {
    Counts counts = of(key);
    if (counts != null) {
      counts.gets++;
      counts.hits += hit ? 1 : 0;
    }
  }

  void set(byte[] key) {
    Counts counts = of(key);
    if (counts != null) {
      counts.sets++;
    }
  }

  void delete(byte[] key) {
    Counts counts = of(key);
    if (counts != null) {
      counts.deletes++;
    }
  }

  private @Nullable Counts of(byte[] key) {
    if (!settings.detailEnabled) {
      return null;
    }
    int end = Bytes.indexOf(key, (byte) settings.prefixDelimiter, 0);
    if (end < 0) {
      return null;
    }
    return prefixes.computeIfAbsent(
        Bytes.latin1Text(key).substring(0, end), prefix -> new Counts());
  }

  void reset() {
    prefixes.clear();
  }

  void dump(ByteText out) {
    prefixes.forEach(
        (prefix, counts) ->
            out.append("PREFIX ")
                .append(prefix)
                .append(" get ")
                .append(counts.gets)
                .append(" hit ")
                .append(counts.hits)
                .append(" set ")
                .append(counts.sets)
                .append(" del ")
                .append(counts.deletes)
                .append("\r\n"));
    out.append("END\r\n");
  }
}
