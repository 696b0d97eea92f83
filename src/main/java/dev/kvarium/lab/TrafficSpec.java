package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.loop.Database;
import dev.kvarium.loop.TrafficOrder;
import dev.kvarium.wire.Words;
import java.util.List;

/**
 * What stands behind {@code :traffic}: {@code web clients=50 depth=16 requests=100000 GET key:{n}}.
 *
 * @param text the command as it was typed; {@code {n}} stands for its number, {@code {n%100}} for
 *     the number taken modulo 100
 */
record TrafficSpec(
    String name,
    int clients,
    int depth,
    long requests,
    long everyMicros,
    String database,
    String text) {

  /** Databases by their names. */
  static final List<Database.Kind> DATABASES = List.of(Database.Kind.SSD, Database.Kind.HDD);

  TrafficOrder order() throws Refusal {
    byte[][] words = Lines.split(text).args();
    boolean counts = text.contains("{n");
    return new TrafficOrder(
        name,
        clients,
        depth,
        requests,
        everyMicros * 1_000,
        CommandText.of(words, 40),
        number -> counts ? Words.split(numbered(text, number)).args() : words,
        kind());
  }

  /** The first of its commands. */
  byte[][] first() throws Refusal {
    return Lines.split(numbered(text, 1)).args();
  }

  private Database.Kind kind() {
    for (Database.Kind each : DATABASES) {
      if (each.name().equals(database)) {
        return each;
      }
    }
    return Database.Kind.NONE;
  }

  /** The command of a number, as it would be typed. */
  String numbered(long number) {
    return numbered(text, number);
  }

  private static String numbered(String text, long number) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    int at = 0;
    for (int open = text.indexOf("{n"); open >= 0; open = text.indexOf("{n", at)) {
      int close = text.indexOf('}', open);
      String within = close < 0 ? "" : text.substring(open + 2, close);
      boolean modulo = within.matches("%[1-9][0-9]{0,8}");
      if (close < 0 || !within.isEmpty() && !modulo) {
        out.append(text, at, open + 2);
        at = open + 2;
        continue;
      }
      out.append(text, at, open);
      out.append(modulo ? number % Long.parseLong(within.substring(1)) : number);
      at = close + 1;
    }
    return out.append(text, at, text.length()).toString();
  }

  /** The line that makes it. */
  String line() {
    return ":traffic " + name + " … " + CommandText.of(new byte[][] {Bytes.of(text)}, 40);
  }
}
