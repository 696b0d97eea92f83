package dev.kvarium.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A class at work on its ports: each learner asks some fifty times a second, mixed, and knows what
 * must come back; one learner, when told to, does what there is of mischief.
 */
final class ClassLoad implements AutoCloseable {
  private static final int PAUSE_MILLIS = 20;

  private final Classroom room;
  private final List<ClassRoster.Learner> learners = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final AtomicLong mischief = new AtomicLong();
  private volatile boolean hostile;
  private volatile boolean ended;
  private volatile boolean measuring;
  private volatile long longestNanos;
  private volatile String lastReply = "";

  /** What was measured of one kind of time, in ns. */
  private final List<long[]> calm = new ArrayList<>();

  private final List<long[]> stormy = new ArrayList<>();

  /** One of whom does all the mischief there is. */
  ClassLoad(int count, ClassLimits limits) throws IOException {
    this(count, limits, Optional.empty());
  }

  /** One of whom only ever gives one command. */
  ClassLoad(int count, ClassLimits limits, LongCommand command) throws IOException {
    this(count, limits, Optional.of(command));
  }

  private ClassLoad(int count, ClassLimits limits, Optional<LongCommand> command)
      throws IOException {
    for (int i = 0; i < count; i++) {
      learners.add(new ClassRoster.Learner("learner-" + i, "token-" + i));
    }
    room = Classroom.open(InetAddress.getLoopbackAddress(), 0, learners, limits, 1);
    for (int i = 1; i < count; i++) {
      int own = i;
      threads.add(Thread.ofPlatform().daemon(true).start(() -> learn(own)));
    }
    if (command.isPresent()) {
      disturbBy(() -> repeat(command.get()));
    } else {
      disturbBy(this::endlessScript);
      disturbBy(this::hugeValues);
      disturbBy(this::thousandConnections);
    }
  }

  private interface Mischief {
    void once() throws IOException, InterruptedException;
  }

  private void disturbBy(Mischief kind) {
    threads.add(Thread.ofPlatform().daemon(true).start(() -> disturb(kind)));
  }

  Classroom room() {
    return room;
  }

  int port(int learner) {
    return room.places().get(learner).port();
  }

  /** A connection that speaks RESP. */
  static final class Line implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Line(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    void send(String... words) throws IOException {
      StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
      for (String each : words) {
        request.append('$').append(each.length()).append("\r\n").append(each).append("\r\n");
      }
      out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next reply, the parts of an array with blanks between them. */
    String reply() throws IOException {
      String head = line();
      switch (head.charAt(0)) {
        case '$' -> {
          int length = Integer.parseInt(head.substring(1));
          if (length < 0) {
            return "(nil)";
          }
          byte[] bytes = in.readNBytes(length);
          in.readNBytes(2);
          return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        case '*' -> {
          List<String> parts = new ArrayList<>();
          for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
            parts.add(reply());
          }
          return String.join(" ", parts);
        }
        default -> {
          return head;
        }
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int each = in.read(); each != '\n'; each = in.read()) {
        if (each < 0) {
          throw new IOException("the server has hung up");
        }
        if (each != '\r') {
          line.append((char) each);
        }
      }
      return line.toString();
    }

    String ask(String... words) throws IOException {
      send(words);
      return reply();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void learn(int own) {
    String mine = "of learner " + own;
    SplittableRandom random = new SplittableRandom(own);
    try (Line line = new Line(port(own))) {
      line.ask("AUTH", learners.get(own).name(), learners.get(own).token());
      line.ask("SET", "whose", mine);
      for (int turn = 0; !ended; turn++) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * PAUSE_MILLIS));
        boolean storm = hostile;
        boolean counts = measuring;
        String key = "key:" + random.nextInt(200);
        long began = System.nanoTime();
        String wanted = mine;
        String got =
            switch (turn % 6) {
              case 0 -> {
                wanted = "+OK";
                yield line.ask("SET", key, mine);
              }
              case 1 -> line.ask("GET", "whose");
              case 2 -> {
                wanted = ":";
                yield line.ask("HSET", "h:" + key, "f" + turn % 50, mine).substring(0, 1);
              }
              case 3 -> {
                wanted = ":";
                yield line.ask("ZADD", "board", "" + turn % 100, "m" + turn % 100).substring(0, 1);
              }
              case 4 -> line.ask("EVAL", "return redis.call('GET', KEYS[1])", "1", "whose");
              default -> {
                wanted = "";
                String all = line.ask("MGET", key, "key:1", "key:2", "key:3", "whose");
                yield all.replace(mine, "").replace("(nil)", "").strip();
              }
            };
        long took = System.nanoTime() - began;
        if (!got.equals(wanted)) {
          complain(own + " wanted '" + wanted + "' and got '" + got + "'");
        }
        if (counts && measuring && storm == hostile) {
          List<long[]> into = storm ? stormy : calm;
          synchronized (into) {
            into.add(new long[] {took});
          }
        }
      }
    } catch (IOException | InterruptedException broken) {
      if (!ended) {
        complain(own + ": " + broken);
      }
    }
  }

  private void complain(String what) {
    synchronized (wrong) {
      wrong.add(what);
    }
  }

  private void disturb(Mischief kind) {
    while (!ended) {
      try {
        if (!hostile) {
          TimeUnit.MILLISECONDS.sleep(10);
          continue;
        }
        kind.once();
      } catch (IOException refused) {
        mischief.incrementAndGet(); // hung up on, as it should be
      } catch (InterruptedException over) {
        return;
      }
    }
  }

  private void repeat(LongCommand command) throws IOException, InterruptedException {
    try (Line line = new Line(port(0))) {
      line.ask("AUTH", learners.getFirst().token());
      command.prepare(line);
      for (String got = ""; !ended; ) {
        if (!hostile) {
          TimeUnit.MILLISECONDS.sleep(10);
          continue;
        }
        long began = System.nanoTime();
        got = command.once(line);
        longestNanos = Math.max(longestNanos, System.nanoTime() - began);
        lastReply = got;
        mischief.incrementAndGet();
      }
    }
  }

  /** What a command of the mischief took at most, in ms. */
  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }

  String lastReply() {
    return lastReply;
  }

  private void endlessScript() throws IOException {
    try (Line line = new Line(port(0))) {
      line.ask("AUTH", learners.getFirst().token());
      while (hostile) {
        line.ask("EVAL", "while true do pcall(function() redis.call('SET','a','b') end) end", "0");
        mischief.incrementAndGet();
      }
    }
  }

  /** Writes what is large, asks for it again and again, and does not read. */
  private void hugeValues() throws IOException, InterruptedException {
    try (Line line = new Line(port(0))) {
      line.ask("AUTH", learners.getFirst().token());
      for (int i = 0; i < 20; i++) {
        line.send("SETRANGE", "huge:" + i, "7000000", "x");
      }
      for (int i = 0; i < 500 && hostile; i++) {
        line.send("GET", "huge:" + i % 3);
        line.send("SORT", "huge:" + i, "BY", "nosort");
        mischief.incrementAndGet();
      }
      TimeUnit.MILLISECONDS.sleep(300);
    }
  }

  private void thousandConnections() throws IOException, InterruptedException {
    List<Line> lines = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000 && hostile; i++) {
        lines.add(new Line(port(0)));
        mischief.incrementAndGet();
      }
      TimeUnit.MILLISECONDS.sleep(200);
    } finally {
      for (Line each : lines) {
        each.close();
      }
    }
  }

  /** Lets so much time pass and measures, with mischief or without. */
  void run(boolean storm, long millis) throws InterruptedException {
    hostile = storm;
    TimeUnit.MILLISECONDS.sleep(300);
    measuring = true;
    TimeUnit.MILLISECONDS.sleep(millis);
    measuring = false;
    hostile = false;
    TimeUnit.MILLISECONDS.sleep(300);
  }

  /** Forgets what was measured. */
  void forget() {
    calm.clear();
    stormy.clear();
  }

  /** The time in µs within which so many of 1000 requests were answered. */
  long micros(boolean storm, int ofThousand) {
    List<long[]> all = storm ? stormy : calm;
    synchronized (all) {
      long[] sorted = all.stream().mapToLong(each -> each[0]).sorted().toArray();
      return sorted.length == 0
          ? 0
          : sorted[Math.min(sorted.length - 1, sorted.length * ofThousand / 1000)] / 1_000;
    }
  }

  int measured(boolean storm) {
    return (storm ? stormy : calm).size();
  }

  long mischief() {
    return mischief.get();
  }

  /** What came back that should not have. */
  List<String> wrong() {
    synchronized (wrong) {
      return List.copyOf(wrong);
    }
  }

  /** Whether a world lets somebody in with the token of another, or shows keys of others. */
  List<String> leaks() throws IOException {
    List<String> leaks = new ArrayList<>();
    for (int i = 1; i < learners.size(); i++) {
      int other = i % (learners.size() - 1) + 1;
      try (Line line = new Line(port(i))) {
        for (String[] words :
            new String[][] {
              {"GET", "whose"},
              {"AUTH", learners.get(other).token()},
              {"AUTH", learners.get(other).name(), learners.get(other).token()},
              {"HELLO", "3", "AUTH", learners.get(other).name(), learners.get(other).token()},
              {"EVAL", "return redis.call('GET','whose')", "0"}
            }) {
          String got = line.ask(words);
          if (!got.startsWith("-NOAUTH") && !got.startsWith("-WRONGPASS")) {
            leaks.add(Arrays.toString(words) + ": " + got);
          }
        }
        line.ask("AUTH", learners.get(i).token());
        for (String[] way :
            new String[][] {
              {"REPLICAOF", "127.0.0.1", Integer.toString(port(other))},
              {"MIGRATE", "127.0.0.1", Integer.toString(port(other)), "whose", "0", "100", "COPY"},
              {"CONFIG", "SET", "port", Integer.toString(port(other))},
              {"CONFIG", "SET", "requirepass", ""},
              {"CONFIG", "SET", "maxmemory", "0"},
              {"SHUTDOWN", "NOSAVE"},
              {"DEBUG", "RELOAD"},
              {"SAVE"},
              {"CONFIG", "SET", "appendonly", "yes"},
              {"ACL", "SETUSER", "x", "on", "nopass", "+@all"}
            }) {
          String got = line.ask(way);
          if (!got.startsWith("-")) {
            leaks.add(Arrays.toString(way) + ": " + got);
          }
        }
      }
    }
    return leaks;
  }

  @Override
  public void close() {
    ended = true;
    hostile = false;
    room.close();
  }
}
