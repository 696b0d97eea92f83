package dev.kvarium.redis.command;

/**
 * The value of {@code notify-keyspace-events}: a letter for each class of events that is published,
 * K and E for the two ways of publishing.
 */
final class EventClasses {
  private static final String ORDER = "g$lshzxetdn";
  private static final String REST = "KEm";

  private EventClasses() {}

  /** The letters in the server's order, those that A stands for as A. */
  static Parameter.Reading read(String given) {
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      if (c != 'A' && ORDER.indexOf(c) < 0 && REST.indexOf(c) < 0) {
        return Parameter.Reading.refused("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
      }
    }
    return Parameter.Reading.of(classes(given) + of(given, REST));
  }

  private static String classes(String given) {
    String all = ORDER.substring(0, ORDER.length() - 1);
    boolean whole = given.indexOf('A') >= 0 || of(given, all).equals(all);
    return whole ? "A" : of(given, ORDER);
  }

  private static String of(String given, String letters) {
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < letters.length(); i++) {
      if (given.indexOf(letters.charAt(i)) >= 0) {
        found.append(letters.charAt(i));
      }
    }
    return found.toString();
  }
}
