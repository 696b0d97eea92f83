package dev.kvarium.redis.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** A file of users being read: a line each, {@code user NAME RULE…}. */
final class AclFile {
  private final String name;
  private final AclUser.AclRules rules;
  private final TreeMap<String, AclUser> users = new TreeMap<>();
  private final StringBuilder errors = new StringBuilder();

  AclFile(String name, AclUser.AclRules rules) {
    this.name = name;
    this.rules = rules;
  }

  SequencedMap<String, AclUser> users() {
    return users;
  }

  /** All that is wrong; empty when nothing is. */
  String errors() {
    return errors.toString();
  }

  void read(String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty()) {
        readLine(line.split(" ", -1), i + 1);
      }
    }
  }

  private void readLine(String[] words, int number) {
    String place = name + ":" + number;
    if (words.length < 2 || !words[0].equals("user")) {
      errors.append(place).append(" should start with user keyword followed by the username. ");
      return;
    }
    String userName = words[1];
    if (AclSelector.hasSpaces(userName)) {
      errors.append("'").append(place).append(": username '").append(userName);
      errors.append("' contains invalid characters. ");
      return;
    }
    if (users.containsKey(userName)) {
      errors.append("WARNING: Duplicate user '").append(userName);
      errors.append("' found on line ").append(number).append(". ");
      return;
    }
    AclUser user = new AclUser(userName, rules);
    users.put(userName, user);
    Optional<List<String>> given = AclUsers.rules(Arrays.copyOfRange(words, 2, words.length));
    if (given.isEmpty()) {
      errors.append(place).append(": Unmatched parenthesis in selector definition.");
      return;
    }
    boolean told = false;
    for (String rule : given.get()) {
      try {
        user.apply(rule.strip());
      } catch (AclProblem problem) {
        if (problem.kind() == AclProblem.Kind.UNKNOWN) {
          errors.append(place).append(": Error in applying operation '").append(rule);
          errors.append("': ").append(problem.text()).append(". ");
        } else if (!told) {
          errors.append(place).append(": ").append(problem.text()).append(". ");
          told = true;
        }
      }
    }
  }
}
