package dev.kvarium.app;

/**
 * How a process reads: what it does when the cache has nothing, or soon will have nothing. One of
 * these belongs to one process, and what it remembers ends with it.
 */
public abstract class Strategy {
  private final AppProcess process;

  protected Strategy(AppProcess process) {
    this.process = process;
  }

  /** The process that reads. */
  protected final AppProcess process() {
    return process;
  }

  /** Gets what a client asks for, and answers it. */
  public abstract void read(Access access);

  /** How long an entry that is made now is to be kept, in ms. */
  protected long ttlMillis() {
    return process.settings().ttlMillis();
  }

  /** Puts an entry into the cache that a read, a warm start or a change has got. */
  protected void keep(Access by, Entry entry, Runnable then) {
    process.set(by, entry, ttlMillis(), then);
  }

  /** Takes an entry out of the cache whose row has changed. */
  protected void drop(Access by, Runnable then) {
    process.delete(by, then);
  }

  /** Reads the database for one client, keeps what it gave, and answers. */
  protected final void fillAndAnswer(Access access, String why) {
    process.fill(access, why, entry -> process.answer(access, Access.From.DATABASE, entry));
  }
}
