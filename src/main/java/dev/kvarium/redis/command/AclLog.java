package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The commands that were refused to users, the latest first. What is refused again within a minute
 * is counted and not listed once more, if it is among the ten latest.
 */
final class AclLog {
  private static final long SAME_MILLIS = 60_000;
  private static final int LOOKED_AT = 10;

  /** Where a command came from, by the names of ACL LOG. */
  enum Context {
    TOPLEVEL("toplevel"),
    MULTI("multi"),
    LUA("lua");

    private final String redisName;

    Context(String redisName) {
      this.redisName = redisName;
    }
  }

  private record Entry(
      long count,
      String reason,
      Context context,
      byte[] object,
      String user,
      long millis,
      String client) {

    boolean isLike(Entry other) {
      return reason.equals(other.reason)
          && context == other.context
          && Math.abs(millis - other.millis) <= SAME_MILLIS
          && Arrays.equals(object, other.object)
          && user.equals(other.user);
    }
  }

  private final Settings settings;
  private final List<Entry> entries = new ArrayList<>();

  AclLog(Settings settings) {
    this.settings = settings;
  }

  /**
   * Takes in what was refused.
   *
   * @param reason {@code command}, {@code key}, {@code channel} or {@code auth}
   * @param object the command, key or channel
   * @param client as CLIENT LIST tells of it
   */
  void add(
      String reason, Context context, byte[] object, String user, long nowMillis, String client) {
    Entry entry = new Entry(1, reason, context, object, user, nowMillis, client);
    for (int i = 0; i < Math.min(LOOKED_AT, entries.size()); i++) {
      Entry known = entries.get(i);
      if (known.isLike(entry)) {
        entries.remove(i);
        entries.addFirst(
            new Entry(known.count() + 1, reason, context, object, user, nowMillis, client));
        return;
      }
    }
    entries.addFirst(entry);
    while (entries.size() > settings.aclLogLength) {
      entries.removeLast();
    }
  }

  void reset() {
    entries.clear();
  }

  /** At most so many of the latest. */
  Reply reply(long most, long nowMillis) {
    List<Reply> told = new ArrayList<>();
    for (Entry entry : entries.subList(0, (int) Math.clamp(most, 0, entries.size()))) {
      told.add(
          new Reply.Map(
              List.of(
                  Reply.of("count"),
                  Reply.of(entry.count()),
                  Reply.of("reason"),
                  Reply.of(entry.reason()),
                  Reply.of("context"),
                  Reply.of(entry.context().redisName),
                  Reply.of("object"),
                  Reply.of(entry.object()),
                  Reply.of("username"),
                  Reply.of(Bytes.latin1(entry.user())),
                  Reply.of("age-seconds"),
                  new Reply.Double((nowMillis - entry.millis()) / 1000.0),
                  Reply.of("client-info"),
                  Reply.of(Bytes.latin1(entry.client())))));
    }
    return new Reply.Array(told);
  }
}
