package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Somebody who may log in: with which passwords, and what he may then do. */
public final class AclUser {
  private static final int HASH_LETTERS = 64;

  private final String name;
  private final AclRules rules;
  private final List<String> passwords = new ArrayList<>();
  private final List<AclSelector> selectors = new ArrayList<>();
  private boolean enabled;
  private boolean noPassword;
  private boolean skipsSanitizing;
  private boolean sanitizes;
  private boolean mayAll;

  /** What users are made with. */
  interface AclRules {
    AclSelector newSelector();

    boolean allChannelsByDefault();
  }

  AclUser(String name, AclRules rules) {
    this.name = name;
    this.rules = rules;
    selectors.add(rules.newSelector());
  }

  public String name() {
    return name;
  }

  boolean isEnabled() {
    return enabled;
  }

  boolean needsNoPassword() {
    return noPassword;
  }

  /** Whether nothing is forbidden, so that nothing need be checked. */
  boolean mayAll() {
    return mayAll;
  }

  List<AclSelector> selectors() {
    return selectors;
  }

  List<String> passwords() {
    return passwords;
  }

  /** Takes over all that another may do and log in with. */
  void become(AclUser other) {
    passwords.clear();
    passwords.addAll(other.passwords);
    selectors.clear();
    other.selectors.forEach(each -> selectors.add(each.copy()));
    enabled = other.enabled;
    noPassword = other.noPassword;
    skipsSanitizing = other.skipsSanitizing;
    sanitizes = other.sanitizes;
    mayAll = other.mayAll;
  }

  /** Takes a rule. */
  void apply(String rule) throws AclProblem {
    if (!rule.isEmpty()) {
      applyRule(rule);
      mayAll = selectors.stream().anyMatch(AclSelector::mayAll);
    }
  }

  private void applyRule(String rule) throws AclProblem {
    switch (rule.toLowerCase(Locale.ROOT)) {
      case "on" -> enabled = true;
      case "off" -> enabled = false;
      case "skip-sanitize-payload" -> sanitizing(false);
      case "sanitize-payload" -> sanitizing(true);
      case "nopass" -> setNoPassword(true);
      case "resetpass" -> setNoPassword(false);
      case "clearselectors" -> selectors.subList(1, selectors.size()).clear();
      case "reset" -> reset();
      default -> {
        char mark = rule.charAt(0);
        if (mark == '>' || mark == '#') {
          addPassword(hash(rule));
        } else if (mark == '<' || mark == '!') {
          if (!passwords.remove(hash(rule))) {
            throw new AclProblem(AclProblem.Kind.NO_SUCH_PASSWORD);
          }
        } else if (mark == '(' && rule.endsWith(")")) {
          selectors.add(selector(rule.substring(1, rule.length() - 1)));
        } else {
          selectors.getFirst().apply(rule);
        }
      }
    }
  }

  private void sanitizing(boolean yes) {
    sanitizes = yes;
    skipsSanitizing = !yes;
  }

  private void setNoPassword(boolean none) {
    noPassword = none;
    passwords.clear();
  }

  private void reset() throws AclProblem {
    setNoPassword(false);
    AclSelector root = selectors.getFirst();
    root.apply("resetkeys");
    root.apply("resetchannels");
    if (rules.allChannelsByDefault()) {
      root.apply("allchannels");
    }
    enabled = false;
    sanitizing(true);
    selectors.subList(1, selectors.size()).clear();
    root.apply("-@all");
  }

  private AclSelector selector(String text) throws AclProblem {
    AclSelector selector = rules.newSelector();
    Words words = Words.split(text);
    for (byte[] word : words.args()) {
      if (word.length == 0) {
        throw new AclProblem(AclProblem.Kind.SYNTAX);
      }
      selector.apply(Bytes.latin1Text(word));
    }
    return selector;
  }

  private void addPassword(String hash) {
    if (!passwords.contains(hash)) {
      passwords.add(hash);
    }
    noPassword = false;
  }

  /** The hash that a rule gives, or that of the password that it gives. */
  private static String hash(String rule) throws AclProblem {
    String given = rule.substring(1);
    if (rule.charAt(0) == '>' || rule.charAt(0) == '<') {
      return sha256(Bytes.latin1(given));
    }
    boolean hex = given.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    if (given.length() != HASH_LETTERS || !hex) {
      throw new AclProblem(AclProblem.Kind.NOT_A_HASH);
    }
    return given;
  }

  private static String sha256(byte[] bytes) {
    try {
      return Bytes.hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether he may log in with a password. */
  boolean admits(byte[] password) {
    return enabled && (noPassword || passwords.contains(sha256(password)));
  }

  /** What is in the way of a command: of several reasons the one that came furthest. */
  AclDenial check(Command command, byte[][] words) {
    if (mayAll) {
      return AclDenial.NONE;
    }
    AclDenial worst = AclDenial.COMMAND;
    for (AclSelector selector : selectors) {
      AclDenial denial = selector.check(command, words);
      if (!denial.denies()) {
        return denial;
      }
      int further = denial.reason().compareTo(worst.reason());
      if (further > 0 || further == 0 && denial.at() > worst.at()) {
        worst = denial;
      }
    }
    return worst;
  }

  /** Whether he may run this command and read every key with the same rules. */
  boolean mayReadAll(Command command, byte[][] words) {
    return mayAll
        || selectors.stream()
            .anyMatch(each -> !each.check(command, words).denies() && each.mayReadAll());
  }

  /** The words for what he is, without name and rights. */
  List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add(enabled ? "on" : "off");
    if (noPassword) {
      flags.add("nopass");
    }
    if (skipsSanitizing) {
      flags.add("skip-sanitize-payload");
    }
    if (sanitizes) {
      flags.add("sanitize-payload");
    }
    return flags;
  }

  /** The rules that make this user out of a new one. */
  String text() {
    StringBuilder text = new StringBuilder(String.join(" ", flags()));
    passwords.forEach(each -> text.append(" #").append(each));
    text.append(' ').append(selectors.getFirst().text());
    for (AclSelector selector : selectors.subList(1, selectors.size())) {
      text.append(" (").append(selector.text()).append(')');
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return new String(Bytes.latin1(name), StandardCharsets.UTF_8);
  }
}
