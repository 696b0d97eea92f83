package dev.kvarium.lab;

import dev.kvarium.view.StyledText;
import dev.kvarium.wire.Reply;
import java.util.List;

/** One piece of what the lab answers, in the order in which it is to be shown. */
public sealed interface Part {
  /**
   * What a node replied.
   *
   * @param text the reply as redis-cli prints it on a terminal, lines parted by {@code \n}, none at
   *     the end
   */
  record Replied(Reply reply, String text) implements Part {}

  /**
   * What a node sent to a client without being asked just now: the late reply to a command that it
   * waited on, or a message. Shown with {@code client< } before each line.
   *
   * @param client who got it, {@code worker-1}, or {@code worker-1@node} at another node
   * @param text as redis-cli prints it, lines parted by {@code \n}
   */
  record Delivered(String client, Reply reply, String text) implements Part {
    /** Whether a line begins as the lines of this part do, with a client's name and {@code < }. */
    public static boolean isLine(String line) {
      int arrow = line.indexOf('<');
      boolean ends = arrow + 1 == line.length() || arrow > 0 && line.charAt(arrow + 1) == ' ';
      return arrow > 0
          && ends
          && line.charAt(0) != '@'
          && line.charAt(arrow - 1) != '@'
          && line.substring(0, arrow).chars().allMatch(c -> c == '@' || Clients.isNameCharacter(c));
    }

    /** The lines as they stand in a transcript. */
    public String lines() {
      return client + "< " + text.replace("\n", "\n" + client + "< ");
    }
  }

  /** What changed inside, in a line to be shown beneath the reply, indented by two columns. */
  record Glass(StyledText line) implements Part {}

  /** A picture, to be drawn at the size that there is, or told in words. */
  record Picture(dev.kvarium.view.Picture picture) implements Part {}

  /** Something that the lab says in words; may have several lines. */
  record Said(String text) implements Part {}

  /**
   * Lines that are put on the prompt one after the other, to be entered or changed by a person;
   * where there is no prompt to put them on, they are shown.
   */
  record Offered(List<String> lines) implements Part {
    public Offered {
      lines = List.copyOf(lines);
    }
  }

  /** What was wrong, where, and what to do about it; a line with this part has failed. */
  record Problem(String what) implements Part {}
}
