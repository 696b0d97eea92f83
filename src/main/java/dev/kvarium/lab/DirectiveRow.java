package dev.kvarium.lab;

import java.util.List;
import java.util.function.Supplier;

/**
 * A directive: one line of the table that {@code :help} prints, completion reads and {@link
 * Lab#enter} looks in.
 *
 * @param name without its colon
 * @param group the heading under which help lists it: {@code time}, {@code look}, {@code break}…
 * @param syntax its arguments as help shows them, {@code process|power [NODE]}; empty when none
 * @param doc one sentence without a full stop
 * @param names what may stand for {@code NAME}, for completion
 */
public record DirectiveRow(
    String name,
    String group,
    String syntax,
    String doc,
    Handler handler,
    Supplier<List<String>> names) {
  /** One whose {@code NAME}, if it takes any, is free or known to completion by itself. */
  public DirectiveRow(String name, String group, String syntax, String doc, Handler handler) {
    this(name, group, syntax, doc, handler, List::of);
  }

  /** What the directive does. */
  public interface Handler {
    List<Part> handle(Lab lab, DirectiveArguments arguments) throws Refusal;
  }

  /** Name and arguments as they are typed, {@code :crash process|power [NODE]}. */
  public String usage() {
    return syntax.isEmpty() ? ":" + name : ":" + name + " " + syntax;
  }
}
