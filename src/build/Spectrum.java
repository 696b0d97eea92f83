import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The spectrum between a log and snapshots as a table: how many acknowledged writes each setting
 * loses by either death, and what a write costs; in Kvarium's lab, and beside it what redis-server
 * shows of it on this machine, whose power nobody cuts.
 *
 * <p>Twenty-one writes: one, then twenty, an eighth of a second apart. Where there are snapshots,
 * one is taken after the first write and one after twelve more.
 */
final class Spectrum {
  private static final List<String> SETTINGS = List.of("always", "everysec", "no", "RDB", "none");
  private static final int WRITES = 20;
  private static final int SAVE_AFTER = 12;
  private static final int PAUSE_MILLIS = 125;

  private String kvarium = "./kvarium";
  private boolean real = true;

  /** What became of the writes: how many there were, how many are gone, what one took. */
  private record Outcome(int acknowledged, int lost, double writeMillis) {}

  public static void main(String[] args) throws Exception {
    Spectrum spectrum = new Spectrum();
    for (int i = 0; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--kvarium" -> spectrum.kvarium = value;
        case "--real" -> spectrum.real = !value.equals("no");
        default -> {
          System.err.println("spectrum: --kvarium COMMAND --real no");
          System.exit(2);
        }
      }
    }
    System.exit(spectrum.print() ? 0 : 1);
  }

  private boolean print() throws Exception {
    System.out.printf(
        "%-9s %-22s %-22s %-10s%s%n", "", "in the lab", "", "", real ? "redis-server here" : "");
    System.out.printf(
        "%-9s %-22s %-22s %-10s%s%n",
        "",
        "lost by the process's",
        "lost by the power's",
        "a write",
        real ? "lost by kill -9    a write" : "");
    boolean agree = true;
    for (String setting : SETTINGS) {
      Outcome process = lab(setting, "process");
      Outcome power = lab(setting, "power");
      StringBuilder row = new StringBuilder();
      row.append(
          String.format(
              Locale.ROOT,
              "%-9s %-22s %-22s %-10s",
              setting,
              of(process),
              of(power),
              String.format(Locale.ROOT, "%.1f ms", process.writeMillis)));
      if (real) {
        Outcome killed = real(setting);
        agree &= killed.lost == process.lost;
        row.append(String.format(Locale.ROOT, "%-18s %.2f ms", of(killed), killed.writeMillis));
      }
      System.out.println(row);
    }
    if (!agree) {
      System.out.println(
          "a killed redis-server has lost another number of writes than the lab says");
    }
    return agree;
  }

  private static String of(Outcome outcome) {
    return outcome.lost + " of " + outcome.acknowledged;
  }

  private Outcome lab(String setting, String death) throws Exception {
    boolean log = !setting.equals("RDB") && !setting.equals("none");
    StringBuilder script = new StringBuilder(":stepped\n:world redis seed=70 version=7.0 ");
    script.append(log ? "appendfsync=" + setting : "appendonly=no").append("\n+ 2s\nSET first 1\n");
    script.append(setting.equals("RDB") ? "SAVE\n" : "");
    for (int i = 1; i <= WRITES; i++) {
      script.append("SET w:").append(i).append(" x\n+ ").append(PAUSE_MILLIS).append("ms\n");
      script.append(setting.equals("RDB") && i == SAVE_AFTER ? "SAVE\n" : "");
    }
    script.append(":crash ").append(death).append("\n:restart\n:metrics\n");
    List<String> command = List.of(kvarium.split(" "));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().write(script.toString().getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    int acknowledged = metric(said, "ledger.acknowledged");
    double writing = metric(said, "time.ms") - 2_000 - WRITES * PAUSE_MILLIS;
    double saving = setting.equals("RDB") ? writing : 0; // what is left there is the two saves
    return new Outcome(
        acknowledged, metric(said, "ledger.lost"), (writing - saving) / acknowledged);
  }

  private static int metric(String said, String name) throws IOException {
    Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " +([0-9]+)").matcher(said);
    if (!line.find()) {
      throw new IOException("the lab does not tell " + name + ":\n" + said);
    }
    return Integer.parseInt(line.group(1));
  }

  private static Outcome real(String setting) throws Exception {
    boolean log = !setting.equals("RDB") && !setting.equals("none");
    Path folder = Files.createTempDirectory("kvarium-spectrum");
    List<String> command = new ArrayList<>(List.of("redis-server", "--dir", folder.toString()));
    command.addAll(List.of("--save", "", "--bind", "127.0.0.1"));
    command.addAll(List.of("--appendonly", log ? "yes" : "no"));
    command.addAll(log ? List.of("--appendfsync", setting) : List.of());
    double[] millis = new double[WRITES];
    try {
      try (Server server = new Server(command)) {
        server.ask("SET first 1");
        if (setting.equals("RDB")) {
          server.ask("SAVE");
        }
        for (int i = 1; i <= WRITES; i++) {
          long began = System.nanoTime();
          server.ask("SET w:" + i + " x");
          millis[i - 1] = (System.nanoTime() - began) / 1e6;
          Thread.sleep(PAUSE_MILLIS);
          if (setting.equals("RDB") && i == SAVE_AFTER) {
            server.ask("SAVE");
          }
        }
      }
      try (Server again = new Server(command)) {
        int left = Integer.parseInt(again.ask("DBSIZE").substring(1));
        Arrays.sort(millis);
        return new Outcome(WRITES + 1, WRITES + 1 - left, millis[WRITES / 2]);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** A redis-server, which is killed with {@code kill -9} in the end. */
  private static final class Server implements AutoCloseable {
    private final Process process;
    private final Socket socket;
    private final BufferedReader in;

    Server(List<String> options) throws Exception {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      List<String> command = new ArrayList<>(options);
      command.addAll(List.of("--port", "" + port));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Socket connected = null;
      while (connected == null) {
        try {
          connected = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException notYet) {
          if (!process.isAlive()) {
            throw new IOException("redis-server does not start", notYet);
          }
          Thread.sleep(10);
        }
      }
      socket = connected;
      socket.setTcpNoDelay(true);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      while (!send("PING").equals("+PONG")) { // it is loading
        Thread.sleep(10);
      }
    }

    String ask(String line) throws IOException {
      String reply = send(line);
      if (reply.startsWith("-")) {
        throw new IOException(line + ": " + reply);
      }
      return reply;
    }

    private String send(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String reply = in.readLine();
      if (reply == null) {
        throw new IOException("redis-server is gone");
      }
      return reply;
    }

    @Override
    public void close() throws IOException, InterruptedException {
      socket.close();
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
