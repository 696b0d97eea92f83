package dev.kvarium.proxy;

import java.util.Locale;

/** Why a server gave no answer, in the words of the C library, which are what clients are sent. */
public enum Trouble {
  /** The server ended the connection in order: there is no error number, so nutcracker has none. */
  ENDED("unknown"),
  /** What nutcracker calls answers that it cannot use. */
  INVALID("Invalid argument"),
  REFUSED("Connection refused"),
  TIMED_OUT("Connection timed out"),
  RESET("Connection reset by peer"),
  HOST_DOWN("Host is down"),
  NO_ROUTE("No route to host");

  private final String text;

  Trouble(String text) {
    this.text = text;
  }

  /** As the C library says it. */
  public String text() {
    return text;
  }

  /** What the network says of a connection that is over; empty when it ended in order. */
  static Trouble of(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      return ENDED;
    }
    if (lower.contains("refused")) {
      return REFUSED;
    }
    if (lower.contains("timed out")) {
      return TIMED_OUT;
    }
    if (lower.contains("unknown host") || lower.contains("resolve")) {
      return HOST_DOWN;
    }
    return lower.contains("route") || lower.contains("unreachable") ? NO_ROUTE : RESET;
  }
}
