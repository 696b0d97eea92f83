package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules for a set of commands: everything or nothing, then the categories that come
 * nearest, then single commands.
 *
 * <p>A category is taken when more of its commands are wanted than not: of all such, the one with
 * the fewest that are not, and among those the one with the most that are. What it brings is taken
 * out of what is looked at for the next.
 */
final class AclDescription {
  private final CommandTable table;
  private final List<Command> flat;
  private final AclSelector wanted;
  private final List<String> rules = new ArrayList<>();

  private AclDescription(CommandTable table, AclSelector wanted) {
    this.table = table;
    this.flat = table.flat();
    this.wanted = wanted;
  }

  static String of(CommandTable table, AclSelector wanted) {
    return new AclDescription(table, wanted).describe();
  }

  private String describe() {
    boolean adds = !wanted.allowsFutureCommands();
    AclSelector reached = new AclSelector(table, false);
    rule(reached, adds ? "-@all" : "+@all");
    AclSelector left = wanted.copy();
    Set<AclCategory> used = EnumSet.noneOf(AclCategory.class);
    for (AclCategory best = best(left, used, adds); best != null; best = best(left, used, adds)) {
      used.add(best);
      rule(reached, (adds ? "+@" : "-@") + best.redisName());
      left.set(best, !adds);
    }
    for (Command command : table.all()) {
      single(command, reached);
      command.subcommands().forEach(inside -> single(inside, reached));
    }
    return String.join(" ", rules);
  }

  private void rule(AclSelector reached, String rule) {
    rules.add(rule);
    try {
      reached.apply(rule);
    } catch (AclProblem impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private @Nullable AclCategory best(AclSelector left, Set<AclCategory> used, boolean adds) {
    AclCategory best = null;
    int fewestOthers = Integer.MAX_VALUE;
    int mostSame = 0;
    for (AclCategory category : AclCategory.values()) {
      if (used.contains(category)) {
        continue;
      }
      int same = 0;
      int others = 0;
      for (Command command : flat) {
        if (command.isOf(category)) {
          if (left.allows(command) == adds) {
            same++;
          } else {
            others++;
          }
        }
      }
      if (same > others && (others < fewestOthers || others == fewestOthers && same > mostSame)) {
        best = category;
        fewestOthers = others;
        mostSame = same;
      }
    }
    return best;
  }

  private void single(Command command, AclSelector reached) {
    boolean allowed = wanted.allows(command);
    if (allowed != reached.allows(command)) {
      rules.add((allowed ? "+" : "-") + command.name());
      reached.allow(command, allowed);
    }
    if (!allowed) {
      for (String word : wanted.firstArguments(command)) {
        rules.add("+" + command.name() + "|" + word);
      }
    }
  }
}
