package dev.kvarium.server;

import java.util.ArrayList;
import java.util.List;

/** Who is in a class, and where each is. */
public final class ClassRoster {
  private ClassRoster() {}

  /**
   * Somebody who learns.
   *
   * @param name also the name of a user who may come in with the token
   * @param token that opens the learner's world, and no other
   */
  public record Learner(String name, String token) {}

  /**
   * Where somebody is.
   *
   * @param clients how many connections there are
   * @param commands that were executed so far
   * @param last the name of the last one; empty before
   * @param cpuShare what the world takes of a processor
   * @param rests whether it has used up its share, and waits
   */
  public record Place(
      String name,
      int port,
      int clients,
      long commands,
      String last,
      double cpuShare,
      boolean rests) {}

  /** The places as lines, beneath a line of titles. */
  public static List<String> lines(List<Place> places) {
    int widest = 7;
    for (Place each : places) {
      widest = Math.max(widest, each.name().length());
    }
    String head = pad("LEARNER", widest) + "  " + "PORT   CLIENTS  COMMANDS  CPU    LAST";
    List<String> lines = new ArrayList<>(List.of(head));
    for (Place each : places) {
      lines.add(
          (pad(each.name(), widest)
                  + "  "
                  + pad(Integer.toString(each.port()), 5)
                  + "  "
                  + left(Integer.toString(each.clients()), 7)
                  + "  "
                  + left(Long.toString(each.commands()), 8)
                  + "  "
                  + left(Math.round(each.cpuShare() * 100) + "%", 4)
                  + (each.rests() ? "! " : "  ")
                  + " "
                  + each.last())
              .stripTrailing());
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String left(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
