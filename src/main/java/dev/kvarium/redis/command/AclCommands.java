package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** ACL: the users and what they may do. */
public final class AclCommands {
  private static final int FREE = NOSCRIPT | LOADING | STALE;
  private static final int GUARDED = ADMIN | FREE;
  private static final int MOST_BITS = 4096;
  private static final CommandError NO_FILE =
      new CommandError(
          "ERR This Redis instance is not configured to use an ACL file. You may want to specify"
              + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you"
              + " have a Redis configuration file set) in order to store users in the Redis"
              + " configuration.");
  private static final CommandError BITS =
      new CommandError(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MOST_BITS);

  private final Acl acl;
  private final CommandTable table;
  private final Randomness passwords;

  public AclCommands(Acl acl, CommandTable table, Randomness passwords) {
    this.acl = acl;
    this.table = table;
    this.passwords = passwords;
  }

  /** The rows of ACL. */
  public List<CommandRow> rows() {
    return List.of(
        Help.container(
            "acl", "subcommand", Group.SERVER, "6.0.0", "Tells of users and their rights"),
        row(
            "acl|cat",
            "[categoryname]",
            FREE,
            "6.0.0",
            "Lists categories, or the commands of one",
            this::cat),
        row(
            "acl|deluser",
            "username [username ...]",
            GUARDED,
            "6.0.0",
            "Removes users and ends their clients",
            this::delete),
        row(
            "acl|dryrun",
            "username command [arg [arg ...]]",
            GUARDED,
            "7.0.0",
            "Says whether a user may run a command, without running it",
            this::dryRun),
        row("acl|genpass", "[bits]", FREE, "6.0.0", "Makes up a password", this::makePassword),
        row("acl|getuser", "username", GUARDED, "6.0.0", "Tells what a user may do", this::user),
        row(
            "acl|list",
            "",
            GUARDED,
            "6.0.0",
            "Lists the rules of all users",
            call ->
                texts(
                    acl.users().all().stream()
                        .map(each -> "user " + each.name() + " " + each.text())
                        .toList())),
        row("acl|load", "", GUARDED, "6.0.0", "Reads the users from the ACL file", call -> load()),
        row("acl|log", "[count | RESET]", GUARDED, "6.0.0", "Lists what was refused", this::log),
        row("acl|save", "", GUARDED, "6.0.0", "Writes the users into the ACL file", call -> save()),
        row(
            "acl|setuser",
            "username [rule [rule ...]]",
            GUARDED,
            "6.0.0",
            "Makes a user, or changes what he may do",
            this::set),
        row(
            "acl|users",
            "",
            GUARDED,
            "6.0.0",
            "Lists the names of all users",
            call -> texts(acl.users().all().stream().map(AclUser::name).toList())),
        row(
            "acl|whoami",
            "",
            FREE,
            "6.0.0",
            "Says as whom the client is known",
            AclCommands::whoAmI),
        Help.row(
            "acl",
            Group.SERVER,
            "6.0.0",
            "CAT [<category>]",
            "    The categories of commands,",
            "    or the commands of one.",
            "DELUSER <username> [<username> ...]",
            "    Removes users.",
            "DRYRUN <username> <command> [<arg> ...]",
            "    Whether a user may run a command, which is not run.",
            "GETUSER <username>",
            "    What a user may do.",
            "GENPASS [<bits>]",
            "    A password of 256 bits,",
            "    or of so many.",
            "LIST",
            "    The rules of all users.",
            "LOAD",
            "    Reads the users from the ACL file.",
            "LOG [<count> | RESET]",
            "    What was refused.",
            "SAVE",
            "    Writes the users into the ACL file.",
            "SETUSER <username> <attribute> [<attribute> ...]",
            "    Makes or changes a user.",
            "USERS",
            "    The names of all users.",
            "WHOAMI",
            "    As whom the client is known."));
  }

  private static Reply texts(List<String> texts) {
    return new Reply.Array(texts.stream().map(each -> Reply.of(Bytes.latin1(each))).toList());
  }

  private static CommandError unknown(Call call) {
    return new CommandError(
        "ERR unknown subcommand or wrong number of arguments for '"
            + call.text(1)
            + "'. Try ACL HELP.");
  }

  private Reply cat(Call call) throws CommandError {
    if (call.argc() == 2) {
      return texts(Arrays.stream(AclCategory.values()).map(AclCategory::redisName).toList());
    } else if (call.argc() > 3) {
      throw unknown(call);
    }
    String name = call.text(2);
    AclCategory category =
        AclCategory.named(name)
            .orElseThrow(
                () ->
                    new CommandError(
                        "ERR Unknown category '"
                            + name.substring(0, Math.min(128, name.length()))
                            + "'"));
    return texts(
        table.flat().stream().filter(each -> each.isOf(category)).map(Command::name).toList());
  }

  private Reply set(Call call) throws CommandError {
    String name = call.text(2);
    if (AclSelector.hasSpaces(name)) {
      throw new CommandError("ERR Usernames can't contain spaces or null characters");
    }
    List<String> rules = new ArrayList<>();
    for (int i = 3; i < call.argc(); i++) {
      rules.add(call.text(i));
    }
    Optional<String> problem = acl.users().set(name, rules);
    if (problem.isPresent()) {
      throw new CommandError("ERR " + problem.get());
    }
    return Reply.OK;
  }

  private Reply delete(Call call) throws CommandError {
    for (int i = 2; i < call.argc(); i++) {
      if (call.text(i).equals("default")) {
        throw new CommandError("ERR The 'default' user cannot be removed");
      }
    }
    int deleted = 0;
    for (int i = 2; i < call.argc(); i++) {
      deleted += acl.users().delete(call.text(i), call.session()) ? 1 : 0;
    }
    return Reply.of(deleted);
  }

  private Reply user(Call call) {
    AclUser user = acl.users().named(call.text(2)).orElse(null);
    if (user == null) {
      return Reply.Nil.STRING;
    }
    List<Reply> facts = new ArrayList<>();
    facts.add(Reply.of("flags"));
    facts.add(new Reply.Set(user.flags().stream().map(Reply::of).toList()));
    facts.add(Reply.of("passwords"));
    facts.add(texts(user.passwords()));
    addFacts(facts, user.selectors().getFirst());
    facts.add(Reply.of("selectors"));
    List<Reply> selectors = new ArrayList<>();
    for (AclSelector selector : user.selectors().subList(1, user.selectors().size())) {
      List<Reply> inside = new ArrayList<>();
      addFacts(inside, selector);
      selectors.add(new Reply.Map(inside));
    }
    facts.add(new Reply.Array(selectors));
    return new Reply.Map(facts);
  }

  private static void addFacts(List<Reply> facts, AclSelector selector) {
    selector
        .facts()
        .forEach(
            (name, text) -> {
              facts.add(Reply.of(name));
              facts.add(Reply.of(Bytes.latin1(text)));
            });
  }

  private static Reply whoAmI(Call call) {
    AclUser user = call.session().user;
    return user == null ? Reply.Nil.STRING : Reply.of(Bytes.latin1(user.name()));
  }

  private Reply makePassword(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw unknown(call);
    }
    long bits = call.argc() == 3 ? call.longArg(2) : 256;
    if (bits <= 0 || bits > MOST_BITS) {
      throw BITS;
    }
    StringBuilder password = new StringBuilder();
    for (long i = 0; i < (bits + 3) / 4; i++) {
      password.append(Character.forDigit(passwords.below(16), 16));
    }
    return Reply.of(password.toString());
  }

  private Reply log(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw unknown(call);
    }
    if (call.argc() == 3 && call.is(2, "RESET")) {
      acl.log().reset();
      return Reply.OK;
    }
    long count = call.argc() == 3 ? call.longArg(2) : 10;
    return acl.log().reply(count, call.keyspace().nowMillis());
  }

  private Reply dryRun(Call call) throws CommandError {
    AclUser user =
        acl.users()
            .named(call.text(2))
            .orElseThrow(() -> new CommandError("ERR User '" + call.text(2) + "' not found"));
    byte[][] words = Arrays.copyOfRange(call.argv(), 3, call.argc());
    Command command = table.find(words);
    if (command == null) {
      throw new CommandError("ERR Command '" + call.text(3) + "' not found");
    }
    if (!command.takes(words.length)) {
      throw CommandError.arity(command.name());
    }
    AclDenial denial = user.check(command, words);
    if (!denial.denies()) {
      return Reply.OK;
    }
    String text =
        denial.reason() == AclDenial.Reason.COMMAND
            ? "This user has no permissions to run the '" + command.name() + "' command"
            : "This user has no permissions to access the '"
                + Bytes.latin1Text(words[denial.at()])
                + (denial.reason() == AclDenial.Reason.KEY ? "' key" : "' channel");
    return Reply.of(Bytes.latin1(text));
  }

  private Reply load() throws CommandError {
    if (!acl.users().hasFile()) {
      throw NO_FILE;
    }
    Optional<String> problem = acl.users().load();
    if (problem.isPresent()) {
      throw new CommandError("ERR " + problem.get());
    }
    return Reply.OK;
  }

  private Reply save() throws CommandError {
    if (!acl.users().hasFile()) {
      throw NO_FILE;
    }
    acl.users().save();
    return Reply.OK;
  }
}
