package dev.kvarium.sentinel;

import dev.kvarium.event.SentinelEvent;

/**
 * An event as Redis Sentinel publishes it: the channel is its name, the text says what it is about.
 *
 * <pre>
 *   +sdown          master mymaster main 6379
 *   +slave          slave b:6379 b 6379 @ mymaster main 6379
 *   +switch-master  mymaster main 6379 b 6379
 * </pre>
 */
record Announcement(String channel, String text) {
  /** As a line of the log. */
  String line() {
    return channel + " " + text;
  }

  /** How grave a line of the log it is, in Redis's word. */
  String level() {
    return switch (channel) {
      case "+role-change", "-role-change" -> "verbose";
      case "+slave", "+sentinel", "+reboot" -> "notice";
      case "+failover-state-send-slaveof-noone", "+failover-state-wait-promotion" -> "notice";
      case "+convert-to-slave", "+fix-slave-config" -> "notice";
      default -> channel.contains("slave-reconf") ? "notice" : "warning";
    };
  }

  static Announcement of(SentinelEvent event, Sentinel by) {
    return switch (event) {
      case SentinelEvent.Found found ->
          found.kind().equals("master")
              ? new Announcement("+monitor", primary(by) + " quorum " + by.settings().quorum())
              : new Announcement("+" + found.kind(), about(found.kind(), found.node(), by));
      case SentinelEvent.Suspected down ->
          new Announcement("+sdown", about(down.kind(), down.node(), by));
      case SentinelEvent.Heard up -> new Announcement("-sdown", about(up.kind(), up.node(), by));
      case SentinelEvent.Agreed agreed ->
          new Announcement(
              "+odown",
              about("master", agreed.node(), by)
                  + " #quorum "
                  + agreed.say()
                  + "/"
                  + agreed.quorum());
      case SentinelEvent.Disagreed none ->
          new Announcement("-odown", about("master", none.node(), by));
      case SentinelEvent.EpochRaised raised ->
          new Announcement("+new-epoch", Long.toString(raised.epoch()));
      case SentinelEvent.Tried tried -> new Announcement("+try-failover", primary(by));
      case SentinelEvent.Voted voted ->
          new Announcement("+vote-for-leader", by.quorum().leader() + " " + voted.epoch());
      case SentinelEvent.Elected elected -> new Announcement("+elected-leader", primary(by));
      case SentinelEvent.Selected chosen ->
          new Announcement("+selected-slave", about("slave", chosen.replica(), by));
      case SentinelEvent.Reached reached ->
          new Announcement(
              "+" + reached.state(),
              switch (reached.state()) {
                case "failover-state-send-slaveof-noone", "failover-state-wait-promotion" ->
                    about("slave", by.failover().chosen(), by);
                default -> primary(by);
              });
      case SentinelEvent.Promoted promoted ->
          new Announcement("+promoted-slave", about("slave", promoted.replica(), by));
      case SentinelEvent.Redirected moved ->
          new Announcement(
              (moved.step().endsWith("timeout") ? "-" : "+") + moved.step(),
              about("slave", moved.node(), by));
      case SentinelEvent.Switched switched ->
          new Announcement(
              "+switch-master",
              by.settings().master() + " " + words(switched.from()) + " " + words(switched.to()));
      case SentinelEvent.Learned learned ->
          new Announcement("+config-update-from", about("sentinel", learned.from(), by));
      case SentinelEvent.GaveUp gaveUp ->
          new Announcement("-failover-abort-" + gaveUp.reason(), primary(by));
      case SentinelEvent.Rebooted reboot ->
          new Announcement("+reboot", about(reboot.kind(), reboot.node(), by));
      case SentinelEvent.RoleSeen seen ->
          new Announcement(
              (seen.kind().equals(seen.role()) ? "+" : "-") + "role-change",
              about(seen.kind(), seen.node(), by) + " new reported role is " + seen.role());
      case SentinelEvent.Changed changed ->
          new Announcement("+set", primary(by) + " " + changed.option() + " " + changed.value());
      case SentinelEvent.Reset reset -> new Announcement("+reset-master", primary(by));
      case SentinelEvent.Tilted tilt ->
          tilt.begins()
              ? new Announcement("+tilt", "#tilt mode entered")
              : new Announcement("-tilt", "#tilt mode exited");
    };
  }

  private static String primary(Sentinel by) {
    return about("master", by.primary().address(), by);
  }

  private static String about(String kind, String address, Sentinel by) {
    if (kind.equals("master")) {
      return "master " + by.settings().master() + " " + words(address);
    }
    return kind
        + " "
        + (kind.equals("sentinel") ? by.idAt(address) : address)
        + " "
        + words(address)
        + " @ "
        + by.settings().master()
        + " "
        + words(by.primary().address());
  }

  private static String words(String address) {
    return address.replace(':', ' ');
  }
}
