package dev.kvarium.redis.aof;

/** The server ends its process here and now, as exit(3) does: nobody is answered any more. */
public final class ServerExit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An end for a reason, which the server has written to its log. */
  public ServerExit(String why) {
    super(why, null, false, false);
  }
}
