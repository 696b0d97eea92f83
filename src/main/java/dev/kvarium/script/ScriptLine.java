package dev.kvarium.script;

/**
 * One line of a script, by what its first character makes of it.
 *
 * <pre>
 * > SET a 1                an {@link Input} to the current target
 * worker-1> GET a          an input by a named client; worker-1@replica> to a named node
 * "1"                      an {@link Expected} line of the reply to the input above it
 * worker-2< "1"            the same, of what a client that waited or subscribed is sent meanwhile;
 *                          not compared where no such line stands; also beneath a {@link Wait}
 * | # Server               an expected line that would otherwise be read as something else
 * + 1499ms                 a {@link Wait}: virtual time passes
 * ~ KeyEvent.Expired a     a {@link Fact} that must have been stated since the last input
 * ? keys == 1              a {@link Metric} that must hold
 * :crash power             a {@link Directive} of the lab; expected lines may follow it as well
 * # words                  {@link Prose}
 *                          a {@link Blank} line; ends an expected reply
 * </pre>
 *
 * <p>A line keeps its source with its line end, so that a script is written back as it was read.
 */
public sealed interface ScriptLine {
  /** Counts from 1. */
  int number();

  /** The line as it stands in the file, line end included. */
  String source();

  /** What follows the mark. */
  String text();

  /** The line as the lab takes it, mark included. */
  default String entry() {
    return withoutEnd(source());
  }

  /** Whether the line does or checks something. */
  default boolean acts() {
    return true;
  }

  /** Whether expected lines may stand beneath it. */
  default boolean isAnswered() {
    return false;
  }

  /** Whether the line itself says what must be so. */
  default boolean isCheck() {
    return false;
  }

  /**
   * A command.
   *
   * @param client who sends it; empty for the one at the prompt
   * @param node where it goes; empty for the current target
   * @param text the command as it would be typed
   */
  record Input(int number, String source, String client, String node, String text)
      implements ScriptLine {
    @Override
    public boolean isAnswered() {
      return true;
    }
  }

  /** A line of the expected reply. */
  record Expected(int number, String source, String text) implements ScriptLine {
    @Override
    public boolean acts() {
      return false;
    }

    /** Whether {@code --update} is asked to put the reply here; any reply will do until then. */
    public boolean isPlaceholder() {
      return text.equals(PLACEHOLDER) && source.charAt(0) == '.';
    }
  }

  record Wait(int number, String source, String text) implements ScriptLine {
    @Override
    public boolean isAnswered() {
      return true;
    }
  }

  record Fact(int number, String source, String text) implements ScriptLine {
    @Override
    public boolean isCheck() {
      return true;
    }
  }

  record Metric(int number, String source, String text) implements ScriptLine {
    @Override
    public boolean isCheck() {
      return true;
    }
  }

  record Directive(int number, String source, String text) implements ScriptLine {
    @Override
    public boolean isAnswered() {
      return true;
    }
  }

  record Prose(int number, String source, String text) implements ScriptLine {
    @Override
    public boolean acts() {
      return false;
    }
  }

  record Blank(int number, String source) implements ScriptLine {
    @Override
    public boolean acts() {
      return false;
    }

    @Override
    public String text() {
      return "";
    }
  }

  /** The expected line that stands for a reply not yet written down. */
  String PLACEHOLDER = "...";

  /** A line without its line feed, and without the carriage return before that. */
  static String withoutEnd(String source) {
    int end = source.length();
    if (end > 0 && source.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && source.charAt(end - 1) == '\r') {
      end--;
    }
    return source.substring(0, end);
  }
}
