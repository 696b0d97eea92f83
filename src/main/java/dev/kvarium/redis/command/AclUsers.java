package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Subscriptions.Kind;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The users of a node, and the file in which they may be kept. */
public final class AclUsers implements AclUser.AclRules {
  private static final String DEFAULT = "default";

  private final Settings settings;
  private final CommandTable table;
  private final Clients clients;
  private static final CommandError NOT_SAVED =
      new CommandError(
          "ERR There was an error trying to save the ACLs. Please check the server logs for more"
              + " information");

  private final Disk disk;
  private final TreeMap<String, AclUser> users = new TreeMap<>();
  private @Nullable AclUser defaultUser;

  public AclUsers(Settings settings, CommandTable table, Clients clients, Disk disk) {
    this.settings = settings;
    this.table = table;
    this.clients = clients;
    this.disk = disk;
  }

  @Override
  public AclSelector newSelector() {
    return new AclSelector(table, allChannelsByDefault());
  }

  @Override
  public boolean allChannelsByDefault() {
    return settings.get("acl-pubsub-default").equals("allchannels");
  }

  /** The user that every client is before it says who it is. */
  public AclUser defaultUser() {
    AclUser known = defaultUser;
    if (known == null) {
      known = makeDefault();
      defaultUser = known;
      users.put(DEFAULT, known);
      password(settings.password);
    }
    return known;
  }

  private AclUser makeDefault() {
    AclUser user = new AclUser(DEFAULT, this);
    applyAll(user, "+@all", "~*", "&*", "on", "nopass");
    return user;
  }

  private static void applyAll(AclUser user, String... rules) {
    try {
      for (String rule : rules) {
        user.apply(rule);
      }
    } catch (AclProblem impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Gives the default user this password alone, or none when it is empty. */
  public void password(String password) {
    applyAll(defaultUser(), "resetpass", password.isEmpty() ? "nopass" : ">" + password);
  }

  /** Makes a client one that has just come. */
  public void welcome(Session session) {
    AclUser user = defaultUser();
    session.user = user;
    session.authenticated = user.isEnabled() && user.needsNoPassword();
  }

  /** Whether clients must say who they are. */
  boolean asksWho() {
    AclUser user = defaultUser();
    return !user.needsNoPassword() || !user.isEnabled();
  }

  Optional<AclUser> named(String name) {
    defaultUser();
    return Optional.ofNullable(users.get(name));
  }

  /** All users in the order of their names. */
  Collection<AclUser> all() {
    defaultUser();
    return users.values();
  }

  // Changing them.

  /** Applies all rules to a user, who may be new, or says in words why it did none of them. */
  Optional<String> set(String name, List<String> given) {
    List<String> rules = new ArrayList<>();
    Optional<String> open = merged(given, rules);
    if (open.isPresent()) {
      return Optional.of("Unmatched parenthesis in acl selector starting at '" + open.get() + "'.");
    }
    AclUser there = named(name).orElse(null);
    AclUser changed = new AclUser(name, this);
    if (there != null) {
      changed.become(there);
    }
    for (String rule : rules) {
      try {
        changed.apply(rule);
      } catch (AclProblem problem) {
        return Optional.of("Error in ACL SETUSER modifier '" + rule + "': " + problem.text());
      }
    }
    if (there == null) {
      users.put(name, changed);
    } else {
      endForbiddenSubscribers(there, changed);
      there.become(changed);
    }
    return Optional.empty();
  }

  /** Puts together what belongs in one pair of brackets; the bracket that stays open, if one. */
  private static Optional<String> merged(List<String> given, List<String> rules) {
    String opened = null;
    StringBuilder inside = new StringBuilder();
    for (String rule : given) {
      boolean closes = rule.endsWith(")");
      if (rule.startsWith("(") && !closes) {
        opened = rule;
        inside = new StringBuilder(rule);
      } else if (opened != null) {
        inside.append(' ').append(rule);
        if (closes) {
          opened = null;
          rules.add(inside.toString());
        }
      } else {
        rules.add(rule);
      }
    }
    return Optional.ofNullable(opened);
  }

  /** Ends the clients that listen to what their user may not listen to any more. */
  private void endForbiddenSubscribers(AclUser user, AclUser changed) {
    if (changed.selectors().stream().anyMatch(AclSelector::allChannels)) {
      return;
    }
    List<String> left = new ArrayList<>();
    changed.selectors().forEach(each -> left.addAll(each.channels()));
    boolean same =
        user.selectors().stream()
            .allMatch(each -> !each.allChannels() && left.containsAll(each.channels()));
    if (same) {
      return;
    }
    for (Session session : List.copyOf(clients.all())) {
      Subscriptions own = session.subscriptions;
      if (session.user == user && own != null && !listensRightly(own, left)) {
        end(session);
      }
    }
  }

  private static boolean listensRightly(Subscriptions own, List<String> left) {
    for (Kind kind : Kind.values()) {
      boolean pattern = kind == Kind.PATTERN;
      if (!own.of(kind).stream()
          .allMatch(each -> AclSelector.admits(left, each.bytes(), pattern))) {
        return false;
      }
    }
    return true;
  }

  private void end(Session session) {
    session.closing = true;
    clients.leave(session);
    session.front.end();
  }

  /** Removes a user and ends his clients; whether there was one. */
  boolean delete(String name, Session asking) {
    AclUser removed = users.remove(name);
    if (removed == null) {
      return false;
    }
    endClientsOf(removed, asking);
    return true;
  }

  private void endClientsOf(AclUser user, @Nullable Session asking) {
    for (Session session : List.copyOf(clients.all())) {
      if (session.user == user) {
        session.user = defaultUser();
        session.authenticated = false;
        if (session == asking) {
          session.closing = true;
        } else {
          end(session);
        }
      }
    }
  }

  // The file.

  private String fileName() {
    return settings.get("aclfile");
  }

  /** Whether the users are kept in a file, as {@code aclfile} says. */
  public boolean hasFile() {
    return !fileName().isEmpty();
  }

  /** Writes all users into the file; the one before stays if that fails. */
  void save() throws CommandError {
    StringBuilder text = new StringBuilder();
    for (AclUser user : all()) {
      text.append("user ").append(user.name()).append(' ').append(user.text()).append('\n');
    }
    byte[] bytes = Bytes.latin1(text.toString());
    String temporary = fileName() + ".tmp";
    try {
      disk.delete(temporary);
      Disk.DiskFile file = disk.open(temporary);
      file.append(bytes, 0, bytes.length);
      file.sync();
      file.close();
      disk.rename(temporary, fileName());
      disk.syncNames();
    } catch (DiskError failed) {
      throw NOT_SAVED;
    }
  }

  /** Reads all users from the file, or says in words why it changed none. */
  public Optional<String> load() {
    byte[] bytes = disk.read(fileName()).orElse(null);
    if (bytes == null) {
      return Optional.of(
          "Error loading ACLs, opening file '" + fileName() + "': No such file or directory");
    }
    AclFile file = new AclFile(fileName(), this);
    file.read(Bytes.latin1Text(bytes));
    if (!file.errors().isEmpty()) {
      return Optional.of(
          file.errors()
              + "WARNING: ACL errors detected, no change to the previously active ACL rules was"
              + " performed");
    }
    AclUser kept = defaultUser();
    kept.become(file.users().getOrDefault(DEFAULT, makeDefault()));
    List<AclUser> before = List.copyOf(users.values());
    users.clear();
    users.putAll(file.users());
    users.put(DEFAULT, kept);
    before.stream().filter(user -> user != kept).forEach(user -> endClientsOf(user, null));
    return Optional.empty();
  }

  /** The rules of a line with what belongs in one pair of brackets put together. */
  static Optional<List<String>> rules(String[] words) {
    List<String> rules = new ArrayList<>();
    return merged(Arrays.asList(words), rules).isPresent() ? Optional.empty() : Optional.of(rules);
  }
}
