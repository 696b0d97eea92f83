package dev.kvarium.view;

import dev.kvarium.event.SentinelEvent;

/** What sentinels see and decide, in words. */
public final class SentinelFacts {
  private SentinelFacts() {}

  /** A word for a lane of time. */
  public static String marker(SentinelEvent event) {
    return switch (event) {
      case SentinelEvent.Found found -> "·found";
      case SentinelEvent.Suspected down -> "✕sdown";
      case SentinelEvent.Heard up -> "▲up";
      case SentinelEvent.Agreed agreed -> "✕odown";
      case SentinelEvent.Disagreed none -> "▲up";
      case SentinelEvent.EpochRaised raised -> "·epoch";
      case SentinelEvent.Tried tried -> "·tries";
      case SentinelEvent.Voted voted -> "·votes";
      case SentinelEvent.Elected elected -> "▲elected";
      case SentinelEvent.Selected chosen -> "·chosen";
      case SentinelEvent.Reached reached -> "·step";
      case SentinelEvent.Promoted promoted -> "▲promoted";
      case SentinelEvent.Redirected moved -> "·moved";
      case SentinelEvent.Switched switched -> "▲switch";
      case SentinelEvent.Learned learned -> "·learned";
      case SentinelEvent.GaveUp gaveUp -> "✕gave up";
      case SentinelEvent.Rebooted reboot -> "·reboot";
      case SentinelEvent.RoleSeen role -> "·role";
      case SentinelEvent.Changed changed -> "·set";
      case SentinelEvent.Reset reset -> "·reset";
      case SentinelEvent.Tilted tilt -> "✕tilt";
    };
  }

  private static String kind(String word) {
    return switch (word) {
      case "master" -> "primary";
      case "slave" -> "replica";
      default -> word;
    };
  }

  /** What happened, to be put behind its time. */
  public static String sentence(SentinelEvent event) {
    return switch (event) {
      case SentinelEvent.Found found -> "knows the " + kind(found.kind()) + " " + found.node();
      case SentinelEvent.Suspected down ->
          "no answer of "
              + down.node()
              + (down.silentMillis() == 0
                  ? " as a primary"
                  : " for " + Quantity.span(down.silentMillis() * 1_000))
              + " (+sdown)";
      case SentinelEvent.Heard up -> up.node() + " answers again (-sdown)";
      case SentinelEvent.Agreed agreed ->
          Quantity.count(agreed.say(), "sentinel")
              + (agreed.say() == 1 ? " says" : " say")
              + " that "
              + agreed.node()
              + " is down, "
              + agreed.quorum()
              + " will do (+odown)";
      case SentinelEvent.Disagreed none ->
          "not enough say any more that " + none.node() + " is down (-odown)";
      case SentinelEvent.EpochRaised raised -> "epoch " + raised.epoch();
      case SentinelEvent.Tried tried ->
          "wants to lead a failover from " + tried.primary() + " in epoch " + tried.epoch();
      case SentinelEvent.Voted voted ->
          "gave its vote of epoch " + voted.epoch() + " to " + voted.leader();
      case SentinelEvent.Elected elected ->
          elected.votes() == 0
              ? "leads failover " + elected.epoch() + " unasked"
              : "leads failover "
                  + elected.epoch()
                  + " by "
                  + elected.votes()
                  + " of "
                  + elected.sentinels()
                  + " votes (+elected-leader)";
      case SentinelEvent.Selected chosen ->
          "chose "
              + chosen.replica()
              + ", priority "
              + chosen.priority()
              + ", offset "
              + chosen.offset();
      case SentinelEvent.Reached reached -> "+" + reached.state();
      case SentinelEvent.Promoted promoted -> promoted.replica() + " leads (+promoted-slave)";
      case SentinelEvent.Redirected moved ->
          switch (moved.step()) {
            case "slave-reconf-inprog" -> moved.node() + " turns to " + moved.primary();
            case "slave-reconf-done" -> moved.node() + " follows " + moved.primary();
            case "slave-reconf-sent-timeout" -> moved.node() + " does not turn in time";
            default -> "told " + moved.node() + " to follow " + moved.primary();
          };
      case SentinelEvent.Switched switched ->
          "clients are told " + switched.to() + " (+switch-master)";
      case SentinelEvent.Learned learned ->
          "hears of a newer address from " + learned.from() + ", by epoch " + learned.epoch();
      case SentinelEvent.GaveUp gaveUp ->
          "gave up: "
              + switch (gaveUp.reason()) {
                case "not-elected" -> "no majority voted for it";
                case "no-good-slave" -> "no replica is fit to lead";
                default -> "the replica did not answer";
              };
      case SentinelEvent.Rebooted reboot -> reboot.node() + " is another process now";
      case SentinelEvent.RoleSeen role ->
          role.node() + " says that it " + (role.role().equals("master") ? "leads" : "follows");
      case SentinelEvent.Changed changed ->
          changed.option() + " is " + changed.value() + " from now on (+set)";
      case SentinelEvent.Reset reset ->
          "forgot all but the primary " + reset.primary() + " (+reset-master)";
      case SentinelEvent.Tilted tilt ->
          tilt.begins() ? "its clock jumped: it only looks for 30 s (+tilt)" : "acts again (-tilt)";
    };
  }

  /** Whether a person wants to be told at once. */
  public static boolean isGrave(SentinelEvent event) {
    return switch (event) {
      case SentinelEvent.Suspected down -> true;
      case SentinelEvent.Agreed agreed -> true;
      case SentinelEvent.Elected elected -> true;
      case SentinelEvent.Promoted promoted -> true;
      case SentinelEvent.Switched switched -> true;
      case SentinelEvent.GaveUp gaveUp -> true;
      case SentinelEvent.Tilted tilt -> true;
      case SentinelEvent.Redirected moved ->
          moved.step().equals("convert-to-slave") || moved.step().equals("fix-slave-config");
      default -> false;
    };
  }
}
