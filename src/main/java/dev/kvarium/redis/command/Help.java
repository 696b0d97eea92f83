package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows that every container of subcommands has: itself, and its HELP. */
public final class Help {
  private Help() {}

  /** The container itself; called bare it lacks its subcommand, which its arity says. */
  public static CommandRow container(
      String name, String syntax, Group group, String since, String summary) {
    return new CommandRow(
        name, syntax, 0, group, since, summary, KeySpec.NONE, -2, Help::missingSubcommand);
  }

  private static Reply missingSubcommand(Call call) throws CommandError {
    throw call.wrongArity();
  }

  /** The subcommand HELP with its lines: a form, then an indented explanation, by turns. */
  public static CommandRow row(String container, Group group, String since, String... lines) {
    List<Reply> reply = new ArrayList<>();
    reply.add(
        new Reply.Simple(
            container.toUpperCase(Locale.ROOT)
                + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
    for (String line : lines) {
      reply.add(new Reply.Simple(line));
    }
    reply.add(new Reply.Simple("HELP"));
    reply.add(new Reply.Simple("    Prints this help."));
    Reply answer = new Reply.Array(List.copyOf(reply));
    return new CommandRow(
        container + "|help",
        "",
        Flags.LOADING | Flags.STALE,
        group,
        since,
        "Lists the subcommands",
        KeySpec.NONE,
        call -> answer);
  }
}
