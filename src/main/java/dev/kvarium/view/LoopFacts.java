package dev.kvarium.view;

import dev.kvarium.event.LoopEvent;

/** What the facts of an event loop say in words. */
public final class LoopFacts {
  private int turns;
  private int commands;
  private int calls;
  private long micros;

  LoopFacts() {}

  void take(LoopEvent.Ticked turn) {
    turns++;
    commands += turn.commands();
    calls += turn.calls();
    micros += turn.micros();
  }

  /** What the turns of a step came to; empty when it had none. */
  String line() {
    if (turns == 0) {
      return "";
    }
    return Quantity.count(turns, "turn")
        + " of the loop: "
        + Quantity.count(commands, "command")
        + ", "
        + Quantity.count(calls, "system call")
        + ", "
        + Quantity.span(micros);
  }

  /** Who made whom wait. */
  public static String sentence(LoopEvent.Stalled stall) {
    String took =
        stall.command() + " of " + stall.client() + " took " + Quantity.span(stall.micros());
    return stall.waiting() == 0
        ? took + ", nobody waited"
        : took
            + ": "
            + Quantity.count(stall.waiting(), "client")
            + " waited, "
            + stall.longest()
            + " for "
            + Quantity.span(stall.longestMicros())
            + " of it";
  }

  /** What it took to read a large request. */
  public static String sentence(LoopEvent.Received request) {
    return request.command()
        + " of "
        + request.client()
        + ": "
        + Quantity.bytes(request.bytes())
        + " came in "
        + Quantity.count(request.reads(), "read")
        + ", "
        + Quantity.span(request.micros());
  }

  /** What it took to hand out a large reply. */
  public static String sentence(LoopEvent.Delivered reply) {
    return "reply to "
        + reply.client()
        + ": "
        + Quantity.bytes(reply.bytes())
        + " left by "
        + Quantity.count(reply.writes(), "write")
        + ", in the reply buffer and on the line for "
        + Quantity.span(reply.micros());
  }
}
