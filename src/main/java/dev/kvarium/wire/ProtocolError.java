package dev.kvarium.wire;

/**
 * What came over a connection is not the protocol; nothing that follows it can be understood.
 *
 * <p>Its message is the text of the error that Redis answers before it closes the connection.
 */
public final class ProtocolError extends Exception {
  /** Says what is wrong, in Redis's words. */
  public ProtocolError(String message) {
    super(message, null, false, false);
  }

  /** The reply to send before the connection is closed. */
  public Reply.Error reply() {
    return Reply.error("ERR Protocol error: " + getMessage());
  }
}
