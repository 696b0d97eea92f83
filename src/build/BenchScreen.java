import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.tui.Tui;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Manner;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/**
 * The full screen under load and at rest, on a pseudo-terminal of 200 by 50.
 *
 * <p>Under load a process of its own shows a live world of a million keys in which 10,000 facts a
 * second arrive, one view after the other; each of its frames is timed from when it begins to look
 * at the world until its last byte is written. Meanwhile this process types letters that stand
 * nowhere else on the screen, and waits for each to come back. At rest {@code ./kvarium tui} is
 * left alone, and asked how much of a processor it took.
 */
final class BenchScreen {
  private static final int COLUMNS = 200;
  private static final int ROWS = 50;
  private static final int KEYS = 1_000_000;
  private static final int FACTS_A_SECOND = 10_000;
  private static final int SLICE_MILLIS = 4;
  private static final double FRAME_LIMIT = 16;
  private static final double KEY_LIMIT = 30;
  private static final double REST_LIMIT = 2;
  private static final String LETTERS = "абвгдежзийклмнопрстуфхцчшщыэюя";

  public static void main(String[] args) throws Exception {
    if (args[0].equals("screen")) {
      underLoad(Path.of(args[1]));
      return;
    }
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path work = Files.createTempDirectory("kvarium-bench-screen");
    boolean good = load(args[0], seconds, work);
    good &= atRest(work, "at rest, live", "", 3 * seconds);
    good &= atRest(work, "at rest, paused", " ", 3 * seconds);
    System.exit(good ? 0 : 1);
  }

  // --- under load

  /** Runs in the process that is measured. */
  private static void underLoad(Path figures) throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter(":stepped");
    lab.watched(false);
    for (int i = 0; i < KEYS; i += 1_000) {
      StringBuilder line = new StringBuilder("MSET");
      for (int j = i; j < i + 1_000; j++) {
        line.append(" key:").append(j).append(" value-").append(j);
      }
      lab.enter(line.toString());
    }
    for (int i = 0; i < KEYS / 10; i++) {
      lab.enter("EXPIRE key:" + i + " " + (600 + i % 86_400));
    }
    lab.enter("HSET cart:9 qty 2 sku a-1");
    lab.enter(":live");
    try (Terminal terminal =
            TerminalBuilder.builder().system(true).providers("jni,exec").dumb(false).build();
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(figures)))) {
      Thread arriving = new Thread(() -> arrive(lab), "arriving");
      arriving.setDaemon(true);
      arriving.start();
      int facts = lab.events().size();
      long begun = System.nanoTime();
      Tui.measured(
          terminal,
          lab,
          Manner.of(ColourDepth.INDEXED_256),
          List.of(),
          List.of(),
          (from, to) -> note(out, from, to));
      // the last entry is no frame: how many facts came, and in how long
      note(out, lab.events().size() - facts, System.nanoTime() - begun);
    }
  }

  private static void note(DataOutputStream out, long from, long to) {
    try {
      out.writeLong(from);
      out.writeLong(to);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Commands as long as the full screen is held, at the rate of facts that is wanted. What a slow
   * moment left undone is not made up for.
   */
  private static void arrive(Lab lab) {
    long before = System.nanoTime();
    double due = 0;
    try {
      for (long i = 0; true; ) {
        Thread.sleep(SLICE_MILLIS);
        long now = System.nanoTime();
        due = Math.min(due, 0) + Math.min(now - before, 50_000_000) * FACTS_A_SECOND / 1e9;
        before = now;
        synchronized (lab) {
          int from = lab.events().size();
          while (lab.events().size() < from + due) {
            // a tenth reads, most write, some change a hash or a time to live
            String key = "key:" + (i * 7_919 % KEYS);
            switch ((int) (i++ % 10)) {
              case 0 -> lab.enter("GET " + key);
              case 1 -> lab.enter("HSET cart:9 qty " + i);
              case 2 -> lab.enter("SET " + key + " v" + i + " EX 900");
              default -> lab.enter("SET " + key + " value-" + i);
            }
          }
          due -= lab.events().size() - from;
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean load(String java, int seconds, Path work) throws Exception {
    Path figures = work.resolve("figures");
    String classes = System.getProperty("java.class.path");
    List<String> command =
        List.of(
            java,
            "-XX:+UseSerialGC", // as ./kvarium tui
            "-Xmn256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classes,
            "src/build/BenchScreen.java",
            "screen",
            figures.toString());
    List<Long> phases = new ArrayList<>();
    List<double[]> echoes = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    Thread stalls = new Thread(() -> stalls(late), "stalls");
    try (Held held = Held.start(command, work)) {
      held.await("transcript", 120);
      List<View> views = Views.all();
      phases.add(System.nanoTime()); // warm-up: every view for a moment
      for (int round = 0; round < 3; round++) {
        for (int i = 1; i <= views.size(); i++) {
          held.choose(i);
          held.type(seconds * 250L);
        }
      }
      stalls.start();
      for (int i = 1; i <= views.size(); i++) {
        held.choose(i);
        Thread.sleep(300);
        phases.add(System.nanoTime());
        echoes.add(held.type(seconds * 1_000L));
      }
      phases.add(System.nanoTime());
      held.leave();
    }
    stalls.interrupt();
    double[][] frames = frames(figures, phases);
    System.out.printf(
        Locale.ROOT,
        "%d by %d, %,d keys, %,d facts a second; ms%n%-22s %7s %7s %7s %7s  %9s %7s %7s%n",
        COLUMNS,
        ROWS,
        KEYS,
        FACTS_A_SECOND,
        "",
        "frames",
        "p50",
        "p99",
        "worst",
        "keystroke",
        "p99",
        "worst");
    boolean good = true;
    List<View> views = Views.all();
    for (int i = 0; i < views.size(); i++) {
      row(views.get(i).name(), frames[i + 1], echoes.get(i));
    }
    double[] allFrames = join(List.of(frames).subList(1, frames.length));
    good &= row("all", allFrames, join(echoes));
    System.out.printf(
        Locale.ROOT,
        "%-22s %7s %7s %7.0f %7s  %9s %7.0f%n",
        "limit",
        "",
        "",
        FRAME_LIMIT,
        "",
        "",
        KEY_LIMIT);
    double[] idle = late.stream().mapToDouble(each -> each).toArray();
    System.out.printf(
        Locale.ROOT,
        "meanwhile a thread that only slept woke late by %.1f ms (p50), %.1f (p99), %.1f (worst)%n",
        at(idle, 0.5),
        at(idle, 0.99),
        at(idle, 1));
    return good;
  }

  /**
   * How much later than it wanted a thread that does nothing was woken: the machine's own share.
   */
  private static void stalls(List<Double> late) {
    try {
      while (true) {
        long from = System.nanoTime();
        Thread.sleep(1);
        synchronized (late) {
          late.add((System.nanoTime() - from) / 1e6 - 1);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean row(String name, double[] frames, double[] echoes) {
    boolean good = at(frames, 0.99) <= FRAME_LIMIT && at(echoes, 0.99) <= KEY_LIMIT;
    System.out.printf(
        Locale.ROOT,
        "%-22s %7d %7.1f %7.1f %7.1f  %9.1f %7.1f %7.1f %s%n",
        name,
        frames.length,
        at(frames, 0.5),
        at(frames, 0.99),
        at(frames, 1),
        at(echoes, 0.5),
        at(echoes, 0.99),
        at(echoes, 1),
        good ? "ok" : "over");
    return good;
  }

  /** The lengths of the frames in ms, by the phase in which they ended. */
  private static double[][] frames(Path figures, List<Long> phases) throws IOException {
    List<List<Double>> found = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      found.add(new ArrayList<>());
    }
    byte[] all = Files.readAllBytes(figures);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
    for (int i = 0; i < all.length / 16; i++) {
      long from = in.readLong();
      long to = in.readLong();
      if (i == all.length / 16 - 1) {
        System.out.printf(Locale.ROOT, "%,.0f facts a second arrived%n", from * 1e9 / to);
        break;
      }
      int phase = -1;
      while (phase + 1 < phases.size() && phases.get(phase + 1) <= to) {
        phase++;
      }
      if (phase >= 0) {
        found.get(phase).add((to - from) / 1e6);
      }
    }
    double[][] frames = new double[phases.size() - 1][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = found.get(i).stream().mapToDouble(each -> each).toArray();
    }
    return frames;
  }

  private static double[] join(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double at(double[] values, double share) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  }

  // --- at rest

  private static boolean atRest(Path work, String name, String typed, int seconds)
      throws Exception {
    try (Held held = Held.start(List.of("./kvarium", "tui"), work)) {
      held.await("transcript", 60);
      held.send("SET a 1\rSET b 2 EX 10000\rHSET cart:9 qty 2\r" + typed);
      Thread.sleep(12_000);
      Duration before = held.cpu();
      long from = System.nanoTime();
      Thread.sleep(seconds * 1_000L);
      double cpu = held.cpu().minus(before).toNanos() * 100.0 / (System.nanoTime() - from);
      held.leave();
      System.out.printf(
          Locale.ROOT,
          "%-22s %.2f %% of a processor over %d s, limit %.0f %s%n",
          name,
          cpu,
          seconds,
          REST_LIMIT,
          cpu <= REST_LIMIT ? "ok" : "over");
      return cpu <= REST_LIMIT;
    }
  }

  /** A program on a pseudo-terminal. */
  private static final class Held implements AutoCloseable {
    private final Pty pty;
    private final Process process;
    private final OutputStream keys;
    private final StringBuilder seen = new StringBuilder();
    private int typed;
    private volatile byte[] awaited = new byte[0];
    private volatile long seenNanos;

    private Held(Pty pty, Process process) throws IOException {
      this.pty = pty;
      this.process = process;
      this.keys = pty.getMasterOutput();
    }

    static Held start(List<String> command, Path work) throws Exception {
      Pty pty = new JniTerminalProvider().open(null, new Size(COLUMNS, ROWS));
      File line = new File(((JniNativePty) pty).getName());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(line)
              .redirectOutput(line)
              .redirectError(work.resolve("errors").toFile());
      builder.environment().put("TERM", "xterm-256color");
      builder.environment().put("XDG_DATA_HOME", work.toString());
      builder.environment().put("XDG_STATE_HOME", work.toString());
      Held held = new Held(pty, builder.start());
      Thread reader = new Thread(held::read, "terminal");
      reader.setDaemon(true);
      reader.start();
      return held;
    }

    private void read() {
      byte[] chunk = new byte[1 << 16];
      byte[] last = new byte[0];
      try (InputStream output = pty.getMasterInput()) {
        while (true) {
          int length = output.read(chunk);
          if (length < 0) {
            return;
          }
          long now = System.nanoTime();
          byte[] all = Arrays.copyOf(last, last.length + length);
          System.arraycopy(chunk, 0, all, last.length, length);
          if (seenNanos == 0 && awaited.length > 0 && indexOf(all, awaited) >= 0) {
            seenNanos = now;
          }
          last = Arrays.copyOfRange(all, Math.max(0, all.length - 8), all.length);
          synchronized (seen) {
            seen.append(new String(chunk, 0, length, StandardCharsets.UTF_8));
            seen.delete(0, Math.max(0, seen.length() - 100_000));
          }
        }
      } catch (IOException closed) {
        // it ended
      }
    }

    private static int indexOf(byte[] all, byte[] part) {
      for (int i = 0; i + part.length <= all.length; i++) {
        if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
          return i;
        }
      }
      return -1;
    }

    void await(String text, int seconds) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      while (true) {
        synchronized (seen) {
          if (seen.indexOf(text) >= 0) {
            return;
          }
        }
        if (System.nanoTime() > end || !process.isAlive()) {
          throw new IOException("it never showed " + text + ", only: " + seen);
        }
        Thread.sleep(20);
      }
    }

    void send(String text) throws IOException {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    void choose(int view) throws IOException {
      send("\u0015\u001b" + view); // Ctrl-U, Alt and the number
    }

    /** Types for so long; how many ms each letter took to be on the screen. */
    double[] type(long millis) throws Exception {
      List<Double> taken = new ArrayList<>();
      long end = System.nanoTime() + millis * 1_000_000;
      // a line of 29 letters out of 30: none comes to stand where it stood in the line before
      for (int i = 0; System.nanoTime() < end; i = (i + 1) % (LETTERS.length() - 1)) {
        if (i == 0) {
          send("\u0015");
          Thread.sleep(60);
        }
        String letter = LETTERS.substring(typed, typed + 1);
        typed = (typed + 1) % LETTERS.length();
        seenNanos = 0;
        awaited = letter.getBytes(StandardCharsets.UTF_8);
        long from = System.nanoTime();
        send(letter);
        while (seenNanos == 0) {
          if (System.nanoTime() - from > 5_000_000_000L) {
            throw new IOException(letter + " was typed and not shown; the last that was: " + seen);
          }
          TimeUnit.MICROSECONDS.sleep(50);
        }
        taken.add((seenNanos - from) / 1e6);
        awaited = new byte[0];
        TimeUnit.MILLISECONDS.sleep(31 + i * 7 % 23); // no rhythm that frames could keep to
      }
      return taken.stream().mapToDouble(each -> each).toArray();
    }

    /** What the program and those that it started took of the processors so far. */
    Duration cpu() {
      Duration all = process.info().totalCpuDuration().orElse(Duration.ZERO);
      for (ProcessHandle each : process.descendants().toList()) {
        all = all.plus(each.info().totalCpuDuration().orElse(Duration.ZERO));
      }
      return all;
    }

    void leave() throws Exception {
      send("\u0015\u0004");
      Thread.sleep(300);
      send("\u0004");
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IOException("it did not end");
      }
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      pty.close();
    }
  }
}
