package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Keyspace;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may do what: users, the check before a command, and the log of what was refused. */
public final class Acl {
  private final AclUsers users;
  private final AclLog log;
  private final Keyspace keyspace;

  public Acl(AclUsers users, Settings settings, Keyspace keyspace) {
    this.users = users;
    this.log = new AclLog(settings);
    this.keyspace = keyspace;
  }

  public AclUsers users() {
    return users;
  }

  AclLog log() {
    return log;
  }

  /** Whether a client may give commands that ask who it is. */
  boolean isKnown(Session session) {
    return session.authenticated || !users.asksWho();
  }

  /** What is in the way of a command of a client; not logged. */
  public AclDenial check(Session session, Command command, byte[][] words) {
    AclUser user = session.user;
    return user == null || user.mayAll() ? AclDenial.NONE : user.check(command, words);
  }

  /** The same, and logged. */
  AclDenial checkLogged(Session session, Command command, byte[][] words, AclLog.Context context) {
    AclUser user = session.user;
    if (user == null || user.mayAll()) {
      return AclDenial.NONE;
    }
    AclDenial denial = user.check(command, words);
    if (denial.denies()) {
      byte[] object =
          denial.reason() == AclDenial.Reason.COMMAND
              ? Bytes.latin1(command.name())
              : words[denial.at()];
      String reason = denial.reason().name().toLowerCase(Locale.ROOT);
      add(reason, context, object, user.name(), session, words);
    }
    return denial;
  }

  /** What is in the way of a command that a script runs for a client; logged. */
  public AclDenial checkInScript(Session session, Command command, byte[][] words) {
    return checkLogged(session, command, words, AclLog.Context.LUA);
  }

  private void add(
      String reason,
      AclLog.Context context,
      byte[] object,
      String user,
      Session session,
      byte[][] words) {
    long now = keyspace.nowMillis();
    log.add(reason, context, object, user, now, ClientLine.of(now, session, words));
  }

  /** Whether a client may run a command with the right to read every key. */
  boolean mayReadAll(Session session, Command command, byte[][] words) {
    AclUser user = session.user;
    return user == null || user.mayReadAll(command, words);
  }

  /** Lets a client be a user, if the password is right. */
  boolean authenticate(Session session, byte[] name, byte[] password, byte[][] words) {
    @Nullable AclUser user = users.named(Bytes.latin1Text(name)).orElse(null);
    if (user != null && user.admits(password)) {
      session.authenticated = true;
      session.user = user;
      return true;
    }
    AclLog.Context context =
        session.transaction == null ? AclLog.Context.TOPLEVEL : AclLog.Context.MULTI;
    add("auth", context, words[0], Bytes.latin1Text(name), session, words);
    return false;
  }
}
