package dev.kvarium.event;

/**
 * A server's own log: the lines that an operator reads, in the words of the server that is
 * modelled.
 *
 * @param probe who listens
 */
public record ServerLog(Probe probe) {
  /** Something that happened as it should. */
  public void notice(String text) {
    write("notice", text);
  }

  /** Something that an operator should look at. */
  public void warning(String text) {
    write("warning", text);
  }

  private void write(String level, String text) {
    if (probe.logs()) {
      probe.emit(new NodeEvent.Logged(level, text));
    }
  }
}
