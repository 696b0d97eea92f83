package dev.kvarium.server;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.lint.KeyQuestions;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.Subject;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The keys of a real server, read by SCAN and by commands that change nothing.
 *
 * <p>For each key OBJECT ENCODING and MEMORY USAGE are asked, PTTL and OBJECT FREQ where somebody
 * wants to know; these do not count as uses. Of the few that by their memory may be large, or near
 * the limit of their encoding, type and length are asked, and of those that are near a limit the
 * value by DUMP: that counts as a use for LRU and LFU, unless the server knows CLIENT NO-TOUCH
 * (7.2).
 *
 * <p>The server is spared: a batch of keys is asked for in one piece, and behind each the reader
 * waits so long that what the server had to do is at most a share of the time.
 */
public final class RedisKeys {
  private static final int PERCENT = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final RedisLink link;
  private final Pace pace;
  private final KeyQuestions questions;
  private long keys;
  private long commands;
  private long waitedNanos;
  private long askedNanos;

  /**
   * How much a server is to be asked.
   *
   * @param batch keys in one piece
   * @param loadPercent at most this share of the time it is asked something
   * @param keysPerSecond at most so many; 0 for no limit
   * @param most after so many it is enough; 0 for all
   */
  public record Pace(int batch, int loadPercent, long keysPerSecond, long most) {
    /** A hundred keys at a time, a quarter of the time. */
    public static final Pace USUAL = new Pace(100, 25, 0, 0);
  }

  /**
   * A reading of a server's keys.
   *
   * @param ttl whether times to live are wanted
   */
  public RedisKeys(RedisLink link, Pace pace, Limits limits, boolean ttl) throws IOException {
    this.link = link;
    this.pace = pace;
    link.ask("CLIENT", "NO-TOUCH", "ON");
    this.questions = new KeyQuestions(limits, ttl, countsUses());
    for (String parameter : KeyQuestions.PARAMETERS) {
      parameter(parameter);
    }
  }

  private boolean countsUses() throws IOException {
    return link.ask("CONFIG", "GET", "maxmemory-policy") instanceof Reply.Array(List<Reply> items)
        && items.size() == 2
        && text(items.get(1)).endsWith("lfu");
  }

  private void parameter(String name) throws IOException {
    if (link.ask("CONFIG", "GET", name) instanceof Reply.Array(List<Reply> items)
        && items.size() == 2) {
      questions.parameter(name, text(items.get(1)));
    }
  }

  private static String text(Reply reply) {
    return reply instanceof Reply.Bulk bulk ? Bytes.text(bulk.bytes()) : "";
  }

  /** What is asked of each key, and the limits of the server. */
  public KeyQuestions questions() {
    return questions;
  }

  /** How many keys the server says it has. */
  public long size() throws IOException {
    return link.must("DBSIZE") instanceof Reply.Int size ? size.value() : 0;
  }

  /** Reads them all; {@code told} is told how many there were after each batch. */
  public void show(Consumer<Subject> to, LongConsumer told) throws IOException {
    long began = System.nanoTime();
    byte[] cursor = Bytes.of("0");
    byte[] batch = Numbers.toBytes(pace.batch);
    do {
      long start = System.nanoTime();
      List<byte[][]> scan =
          List.<byte[][]>of(new byte[][] {Bytes.of("SCAN"), cursor, Bytes.of("COUNT"), batch});
      if (!(ask(scan).getFirst() instanceof Reply.Array(List<Reply> answer)
          && answer.size() == 2
          && answer.get(0) instanceof Reply.Bulk next
          && answer.get(1) instanceof Reply.Array(List<Reply> names))) {
        throw new IOException("SCAN was not answered as by a Redis server");
      }
      cursor = next.bytes();
      look(names, to);
      long took = System.nanoTime() - start;
      askedNanos += took;
      told.accept(keys);
      boolean over = Bytes.text(cursor).equals("0") || pace.most > 0 && keys >= pace.most;
      if (over) {
        return;
      }
      spare(took, began);
    } while (true);
  }

  private void look(List<Reply> names, Consumer<Subject> to) throws IOException {
    List<KeyQuestions.Asked> batch = new ArrayList<>();
    for (Reply name : names) {
      if (name instanceof Reply.Bulk bulk) {
        batch.add(questions.about(Blob.of(bulk.bytes())));
      }
    }
    List<KeyQuestions.Question> round = new ArrayList<>();
    do {
      round.clear();
      batch.forEach(each -> round.addAll(each.next()));
      List<Reply> replies = ask(round.stream().map(KeyQuestions.Question::command).toList());
      for (int i = 0; i < replies.size(); i++) {
        round.get(i).answer().accept(replies.get(i));
      }
    } while (!round.isEmpty());
    for (KeyQuestions.Asked each : batch) {
      if (each.isThere()) {
        keys++;
        to.accept(each.subject());
      }
    }
  }

  private List<Reply> ask(List<byte[][]> requests) throws IOException {
    commands += requests.size();
    return requests.isEmpty() ? List.of() : link.ask(requests);
  }

  /** Waits so that what was asked was no larger a share of the time than agreed. */
  private void spare(long tookNanos, long beganNanos) throws IOException {
    long wait = tookNanos * (PERCENT - pace.loadPercent) / pace.loadPercent;
    if (pace.keysPerSecond > 0) {
      long due = beganNanos + NANOS_PER_SECOND / pace.keysPerSecond * keys;
      wait = Math.max(wait, due - System.nanoTime());
    }
    if (wait > 0) {
      waitedNanos += wait;
      try {
        Thread.sleep(wait / NANOS_PER_MILLI, (int) (wait % NANOS_PER_MILLI));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  /**
   * What the reading cost: {@code 4,010,000 commands, 25.1 s asking, 75.3 s sparing the server}.
   */
  public String cost() {
    return String.format(
        Locale.ROOT,
        "%,d commands, %.1f s asking, %.1f s sparing the server",
        commands,
        askedNanos / 1e9,
        waitedNanos / 1e9);
  }
}
