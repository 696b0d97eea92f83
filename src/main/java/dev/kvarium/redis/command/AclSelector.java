package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A set of commands with the keys and channels that they may be used on. What a user may do is what
 * one of his selectors allows.
 *
 * <p>Commands are bits, by the numbers of the table; a bit that no command has says whether
 * commands to come are allowed too, which is what {@code +@all} means and its parts do not.
 */
final class AclSelector {
  static final int READ = 1;
  static final int WRITE = 2;
  private static final int FUTURE_BIT = 1023;

  /** Keys that may be used, and how. */
  record KeyPattern(String glob, int permissions) {
    String rule() {
      return switch (permissions) {
        case READ -> "%R~" + glob;
        case WRITE -> "%W~" + glob;
        default -> "~" + glob;
      };
    }
  }

  private final CommandTable table;
  private final BitSet commands = new BitSet(FUTURE_BIT + 1);
  private final TreeMap<Integer, List<String>> firstArguments = new TreeMap<>();
  private final List<KeyPattern> keys = new ArrayList<>();
  private final List<String> channels = new ArrayList<>();
  private boolean allCommands;
  private boolean allKeys;
  private boolean allChannels;

  AclSelector(CommandTable table, boolean allChannels) {
    this.table = table;
    this.allChannels = allChannels;
  }

  AclSelector copy() {
    AclSelector copy = new AclSelector(table, allChannels);
    copy.commands.or(commands);
    firstArguments.forEach((id, words) -> copy.firstArguments.put(id, new ArrayList<>(words)));
    copy.keys.addAll(keys);
    copy.channels.addAll(channels);
    copy.allCommands = allCommands;
    copy.allKeys = allKeys;
    return copy;
  }

  // The rules.

  /** Takes a rule such as {@code +@read}, {@code -config|set}, {@code %R~cache:*}. */
  void apply(String rule) throws AclProblem {
    switch (rule.toLowerCase(Locale.ROOT)) {
      case "allkeys", "~*" -> setKeys(true);
      case "resetkeys" -> setKeys(false);
      case "allchannels", "&*" -> setChannels(true);
      case "resetchannels" -> setChannels(false);
      case "allcommands", "+@all" -> setCommands(true);
      case "nocommands", "-@all" -> setCommands(false);
      default -> applyPart(rule);
    }
  }

  private void applyPart(String rule) throws AclProblem {
    char mark = rule.charAt(0);
    boolean category = rule.length() > 1 && rule.charAt(1) == '@';
    if (mark == '~' || mark == '%') {
      addKeys(rule);
    } else if (mark == '&') {
      addChannel(rule.substring(1));
    } else if ((mark == '+' || mark == '-') && category) {
      AclCategory named =
          AclCategory.named(rule.substring(2))
              .orElseThrow(() -> new AclProblem(AclProblem.Kind.UNKNOWN));
      set(named, mark == '+');
    } else if (mark == '+' && rule.indexOf('|') >= 0) {
      allowPart(rule.substring(1));
    } else if (mark == '+' || mark == '-') {
      allow(command(rule.substring(1)), mark == '+');
    } else {
      throw new AclProblem(AclProblem.Kind.SYNTAX);
    }
  }

  private Command command(String name) throws AclProblem {
    return table.named(name).orElseThrow(() -> new AclProblem(AclProblem.Kind.UNKNOWN));
  }

  private void setKeys(boolean all) {
    allKeys = all;
    keys.clear();
  }

  private void setChannels(boolean all) {
    allChannels = all;
    channels.clear();
  }

  private void setCommands(boolean all) {
    commands.set(0, FUTURE_BIT + 1, all);
    allCommands = all;
    firstArguments.clear();
  }

  /** Whether a text has blanks or zero bytes, which names and patterns must not have. */
  static boolean hasSpaces(String text) {
    return text.chars().anyMatch(c -> c == ' ' || c >= '\t' && c <= '\r' || c == 0);
  }

  private void addKeys(String rule) throws AclProblem {
    if (allKeys) {
      throw new AclProblem(AclProblem.Kind.KEYS_AFTER_ALL);
    }
    int permissions = rule.charAt(0) == '~' ? READ | WRITE : 0;
    int at = 1;
    if (permissions == 0) {
      for (; at < rule.length() && rule.charAt(at) != '~'; at++) {
        int given = "rR".indexOf(rule.charAt(at)) >= 0 ? READ : 0;
        given |= "wW".indexOf(rule.charAt(at)) >= 0 ? WRITE : 0;
        if (given == 0 || (permissions & given) != 0) {
          throw new AclProblem(AclProblem.Kind.SYNTAX);
        }
        permissions |= given;
      }
      at++;
    }
    String glob = rule.substring(Math.min(at, rule.length()));
    if (permissions == 0 || hasSpaces(glob)) {
      throw new AclProblem(AclProblem.Kind.SYNTAX);
    }
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).glob().equals(glob)) {
        keys.set(i, new KeyPattern(glob, keys.get(i).permissions() | permissions));
        return;
      }
    }
    keys.add(new KeyPattern(glob, permissions));
  }

  private void addChannel(String glob) throws AclProblem {
    if (allChannels) {
      throw new AclProblem(AclProblem.Kind.CHANNELS_AFTER_ALL);
    }
    if (hasSpaces(glob)) {
      throw new AclProblem(AclProblem.Kind.SYNTAX);
    }
    if (!channels.contains(glob)) {
      channels.add(glob);
    }
  }

  /** A subcommand, or a command with a certain first argument alone. */
  private void allowPart(String name) throws AclProblem {
    int bar = name.lastIndexOf('|');
    Command whole = command(name.substring(0, bar));
    String part = name.substring(bar + 1);
    if (whole.row().isSubcommand()) {
      throw new AclProblem(AclProblem.Kind.FIRST_ARGUMENT_OF_SUBCOMMAND);
    } else if (part.isEmpty()) {
      throw new AclProblem(AclProblem.Kind.SYNTAX);
    } else if (!whole.subcommands().isEmpty()) {
      allow(command(name), true);
      return;
    }
    List<String> words = firstArguments.computeIfAbsent(whole.id(), id -> new ArrayList<>());
    if (words.stream().noneMatch(part::equalsIgnoreCase)) {
      words.add(part);
    }
  }

  private void set(int id, boolean allowed) {
    commands.set(id, allowed);
    allCommands &= allowed;
  }

  /** Allows or forbids a command with all that is in it. */
  void allow(Command command, boolean allowed) {
    set(command.id(), allowed);
    firstArguments.remove(command.id());
    command.subcommands().forEach(each -> set(each.id(), allowed));
  }

  /** Allows or forbids the commands of a category. */
  void set(AclCategory category, boolean allowed) {
    for (Command command : table.flat()) {
      if (command.isOf(category)) {
        allow(command, allowed);
      }
    }
  }

  // The questions.

  boolean mayAll() {
    return allCommands && allKeys && allChannels;
  }

  boolean allChannels() {
    return allChannels;
  }

  List<String> channels() {
    return channels;
  }

  boolean allows(Command command) {
    return commands.get(command.id());
  }

  boolean allowsFutureCommands() {
    return commands.get(FUTURE_BIT);
  }

  /** The first arguments with which alone a command may be called. */
  List<String> firstArguments(Command command) {
    return firstArguments.getOrDefault(command.id(), List.of());
  }

  /** What is in the way of a command; nothing when it may run. */
  AclDenial check(Command command, byte[][] words) {
    CommandRow row = command.row();
    if (!allCommands && !row.has(Flags.NO_AUTH) && !allows(command)) {
      int at = row.isSubcommand() ? 2 : 1;
      if (words.length <= at
          || firstArguments(command).stream()
              .noneMatch(each -> Bytes.equalsIgnoreCase(words[at], each))) {
        return AclDenial.COMMAND;
      }
    }
    if (!allKeys) {
      AclDenial denial = checkKeys(row, words);
      if (denial.reason() != AclDenial.Reason.NONE) {
        return denial;
      }
    }
    return allChannels ? AclDenial.NONE : checkChannels(row.name(), words);
  }

  private AclDenial checkKeys(CommandRow row, byte[][] words) {
    for (KeySpec.Key key : KeySpec.keys(row, words)) {
      if (!mayUse(words[key.at()], permissions(key.flags()))) {
        return new AclDenial(AclDenial.Reason.KEY, key.at());
      }
    }
    return AclDenial.NONE;
  }

  private static int permissions(String flags) {
    boolean writes =
        flags.contains("INSERT") || flags.contains("DELETE") || flags.contains("UPDATE");
    return (flags.contains("ACCESS") ? READ : 0) | (writes ? WRITE : 0);
  }

  private boolean mayUse(byte[] key, int needed) {
    for (KeyPattern pattern : keys) {
      if ((pattern.permissions() & needed) == needed
          && Glob.matches(Bytes.latin1(pattern.glob()), key)) {
        return true;
      }
    }
    return false;
  }

  /** Whether every key may be read. */
  boolean mayReadAll() {
    return allKeys
        || keys.stream()
            .anyMatch(each -> each.glob().equals("*") && (each.permissions() & READ) != 0);
  }

  private AclDenial checkChannels(String name, byte[][] words) {
    boolean pattern = name.equals("psubscribe");
    int last =
        switch (name) {
          case "publish", "spublish" -> 1;
          case "subscribe", "ssubscribe", "psubscribe" -> words.length - 1;
          default -> 0;
        };
    for (int i = 1; i <= last && i < words.length; i++) {
      if (!admits(channels, words[i], pattern)) {
        return new AclDenial(AclDenial.Reason.CHANNEL, i);
      }
    }
    return AclDenial.NONE;
  }

  /** Whether a channel is one of those, or a pattern of channels is literally there. */
  static boolean admits(List<String> globs, byte[] channel, boolean pattern) {
    for (String glob : globs) {
      byte[] bytes = Bytes.latin1(glob);
      if (pattern ? Arrays.equals(bytes, channel) : Glob.matches(bytes, channel)) {
        return true;
      }
    }
    return false;
  }

  // The words for it.

  String keysText() {
    return allKeys ? "~*" : String.join(" ", keys.stream().map(KeyPattern::rule).toList());
  }

  String channelsText() {
    return allChannels
        ? "&*"
        : String.join(" ", channels.stream().map(each -> "&" + each).toList());
  }

  /** The rules that make this selector out of a new one. */
  String text() {
    List<String> rules = new ArrayList<>();
    Optional.of(keysText()).filter(text -> !text.isEmpty()).ifPresent(rules::add);
    if (!allChannels) {
      rules.add("resetchannels");
    }
    Optional.of(channelsText()).filter(text -> !text.isEmpty()).ifPresent(rules::add);
    rules.add(AclDescription.of(table, this));
    return String.join(" ", rules);
  }

  /** What ACL GETUSER tells of it: commands, keys, channels. */
  SequencedMap<String, String> facts() {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("commands", AclDescription.of(table, this));
    facts.put("keys", keysText());
    facts.put("channels", channelsText());
    return facts;
  }

  /** Whether the same commands are allowed. */
  boolean sameCommands(AclSelector other) {
    return commands.equals(other.commands);
  }
}
