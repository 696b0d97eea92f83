package dev.kvarium.loop;

import java.util.Locale;

/** The system calls that a redis-server makes while it serves. */
public enum SystemCall {
  EPOLL_WAIT,
  EPOLL_CTL,
  READ,
  WRITE,
  WRITEV,
  FDATASYNC,
  OPENAT,
  CLOSE;

  /** Its name as strace prints it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
