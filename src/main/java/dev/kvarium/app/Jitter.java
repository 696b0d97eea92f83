package dev.kvarium.app;

/**
 * Randomised expiry: each entry is kept a little shorter than asked, by chance, so that entries
 * made together do not end together. Of one key it only moves the moment.
 *
 * <p>Source: Amazon Builders' Library, "Caching challenges and strategies"; AWS, "Database caching
 * strategies using Redis", which calls it adding jitter to time-to-live values.
 */
final class Jitter extends Strategy {
  private final None plain;

  Jitter(AppProcess process) {
    super(process);
    plain = new None(process);
  }

  @Override
  public void read(Access access) {
    plain.read(access);
  }

  @Override
  protected long ttlMillis() {
    long ttl = super.ttlMillis();
    long spread = ttl * process().settings().jitterPercent() / 100;
    return ttl - process().chance().below(spread + 1);
  }
}
