package dev.kvarium.cli;

import dev.kvarium.sharding.Ring;
import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvarium ring}: which server each key belongs to. */
@Command(
    name = "ring",
    header = "Says which server each key belongs to, as a client library or proxy decides it.",
    description = {
      "Reads keys from the standard input, a line each, and prints key TAB server.",
      "",
      "  twemproxy     --distribution ketama|modula|random --hash fnv1a_64|md5|… --hash-tag {}",
      "  libmemcached  --distribution ketama_weighted|ketama|consistent|modula --hash …",
      "  libketama",
      "  spymemcached  --distribution ketama|modula --hash ketama_hash|native_hash|…"
          + " --format spymemcached|libmemcached",
      "  plain         --distribution jump|rendezvous"
    },
    customSynopsis =
        "kvarium ring --dialect=NAME [--distribution=NAME] [--hash=NAME] --servers=SERVERS"
            + " [OPTIONS] < KEYS",
    exitCodeList = {"0:every key has its server", "2:there is no such ring"})
final class RingCommand implements Callable<Integer> {
  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      defaultValue = "twemproxy",
      description = "whose ring (${DEFAULT-VALUE})")
  private String dialect = "twemproxy";

  @Option(names = "--distribution", paramLabel = "NAME", description = "which of its rings")
  private String distribution = "";

  @Option(names = "--hash", paramLabel = "NAME", description = "how it hashes keys")
  private String hash = "";

  @Option(
      names = "--hash-tag",
      paramLabel = "{}",
      description = "two characters: what stands between them is hashed alone")
  private String hashTag = "";

  @Option(names = "--format", paramLabel = "NAME", description = "how spymemcached names servers")
  private String format = "";

  @Option(
      names = "--servers",
      paramLabel = "SERVERS",
      required = true,
      description = "host:port:weight with commas between them; a name may follow behind a blank")
  private String servers = "";

  @Option(
      names = "--add",
      paramLabel = "SERVER",
      description = "prints only the keys that move when this server comes: key TAB from TAB to")
  private @Nullable String added;

  @Option(
      names = "--remove",
      paramLabel = "SERVER",
      description = "the same for a server that goes, by its name or host:port")
  private @Nullable String removed;

  @Option(names = "--summary", description = "prints the share of each server instead of the keys")
  private boolean summary;

  @Mixin private Given given = new Given();

  @Override
  public Integer call() throws IOException {
    Ring before;
    Ring after;
    try {
      List<Server> now = Server.parseAll(servers);
      before = ring(now);
      after = ring(changed(now));
    } catch (IllegalArgumentException wrong) {
      throw given.wrong(String.valueOf(wrong.getMessage()));
    }
    boolean moves = added != null || removed != null;
    long[] shares = new long[after.servers().size()];
    long keys = 0;
    long moved = 0;
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    InputStream in = new BufferedInputStream(System.in);
    for (byte[] key = line(in); key != null; key = line(in)) {
      keys++;
      int place = after.pick(key);
      shares[place]++;
      String to = after.servers().get(place).shown();
      String from = before.servers().get(before.pick(key)).shown();
      boolean stays = from.equals(to);
      moved += stays ? 0 : 1;
      if (!summary && !(moves && stays)) {
        out.write(key);
        out.write(text(moves ? "\t" + from + "\t" + to + "\n" : "\t" + to + "\n"));
      }
    }
    if (summary) {
      out.write(text(summary(after, shares, keys)));
    }
    if (moves) {
      out.flush();
      System.err.println(moved + " of " + keys + " keys move" + percent(moved, keys));
    }
    out.flush();
    return 0;
  }

  private Ring ring(List<Server> all) {
    return Rings.of(new Rings.Choice(dialect, distribution, hash, hashTag, format), all);
  }

  private List<Server> changed(List<Server> now) {
    List<Server> then = new ArrayList<>(now);
    String goes = removed;
    if (goes != null
        && !then.removeIf(each -> each.shown().equals(goes) || each.address().equals(goes))) {
      throw new IllegalArgumentException("there is no server '" + goes + "' to remove");
    }
    String comes = added;
    if (comes != null) {
      then.add(Server.parse(comes));
    }
    return then;
  }

  private static String summary(Ring ring, long[] shares, long keys) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < shares.length; i++) {
      out.append(ring.servers().get(i).shown()).append('\t').append(shares[i]);
      out.append(percent(shares[i], keys)).append('\n');
    }
    return out.toString();
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "" : String.format(Locale.ROOT, "\t%.2f %%", 100.0 * part / whole);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The next line without its end; null behind the last. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      line.write(c);
      c = in.read();
    }
    byte[] bytes = line.toByteArray();
    boolean cr = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return cr ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }
}
