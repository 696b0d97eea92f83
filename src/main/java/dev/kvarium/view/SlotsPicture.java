package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.base.Crc16;
import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The slots of a cluster as one node knows them, and beneath them its nodes. */
record SlotsPicture(String node, long sinceMicros, SlotsFold fold, List<String> keys)
    implements Picture {
  private static final int USUAL_ROWS = 4;
  private static final int MOST_ROWS = 16;
  private static final int MOST_HOT = 3;
  private static final int MOST_MOVES = 4;
  private static final int RUN = 1_024;
  private static final int QUARTER = 4;
  private static final String USUAL_PORT = ":6379";

  private ClusterSnapshot seen() {
    return fold.seen();
  }

  /** The letter of each node, by its place in the alphabet. */
  private int[] letters() {
    int[] letters = new int[seen().nodes().size()];
    for (int i = 0; i < letters.length; i++) {
      letters[fold.order().get(i)] = i;
    }
    return letters;
  }

  static String shortened(String address) {
    return address.endsWith(USUAL_PORT)
        ? address.substring(0, address.length() - USUAL_PORT.length())
        : address;
  }

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot())
        + Rows.folded(lines(columns - 2, USUAL_ROWS), columns - 2).size();
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), "t " + Quantity.clock(sinceMicros), foot());
    int most = MOST_ROWS;
    while (most > 1 && Rows.folded(lines(columns - 2, most), columns - 2).size() > bottom - 1) {
      most /= 2;
    }
    Rows.draw(canvas, 1, bottom, lines(columns - 2, most));
    return canvas;
  }

  private String title() {
    return "slots · "
        + node
        + " · "
        + Quantity.count(seen().nodes().size(), "node")
        + " · state "
        + (seen().ok() ? "ok" : "fail")
        + " · epoch "
        + seen().currentEpoch();
  }

  private List<StyledText> lines(int columns, int gridRows) {
    int[] letters = letters();
    List<StyledText> lines =
        new ArrayList<>(new SlotsGrid(fold, letters, SlotsGrid.cells(columns), gridRows).lines());
    keys.forEach(key -> lines.add(place(key, letters)));
    lines.addAll(nodes(letters));
    List<SlotsFold.Move> moves = fold.moves();
    for (SlotsFold.Move each : moves.subList(0, Math.min(MOST_MOVES, moves.size()))) {
      lines.add(StyledText.of(text(each), Style.BOLD));
    }
    if (moves.size() > MOST_MOVES) {
      int more = moves.size() - MOST_MOVES;
      lines.add(StyledText.of(Quantity.count(more, "more slot") + " on the way", Style.DIM));
    }
    hot().forEach(text -> lines.add(StyledText.of(text)));
    differences().forEach(text -> lines.add(StyledText.of(text, Style.BOLD)));
    for (SlotClientSnapshot each : fold.clients()) {
      lines.add(StyledText.of(text(each), fold.wrong(each) == 0 ? Style.PLAIN : Style.BOLD));
    }
    return lines;
  }

  private StyledText place(String key, int[] letters) {
    int slot = Crc16.slot(Blob.of(key).bytes());
    int owner = seen().owners()[slot];
    int place = owner < 0 ? -1 : letters[owner];
    return StyledText.of(place(key) + " → ", Style.PLAIN)
        .plus(SlotsGrid.letter(place), SlotsGrid.style(place).withBold())
        .plus(" " + (owner < 0 ? "nobody" : shortened(seen().owner(slot))), Style.PLAIN);
  }

  private static String place(String key) {
    byte[] bytes = Blob.of(key).bytes();
    return CommandText.of(new byte[][] {bytes}, 40) + " → slot " + Crc16.slot(bytes);
  }

  // The nodes.

  private List<StyledText> nodes(int[] letters) {
    int name = 4;
    int role = 7;
    for (ClusterSnapshot.Node each : seen().nodes()) {
      name = Math.max(name, Columns.of(shortened(each.address())));
      role = Math.max(role, Columns.of(role(each, letters)));
    }
    boolean counted = fold.all().values().stream().anyMatch(SlotsPicture::counts);
    List<StyledText> lines = new ArrayList<>();
    lines.add(
        StyledText.of(
            "   "
                + Columns.left("node", name)
                + "  "
                + Columns.left("role", role)
                + Columns.right("epoch", 7)
                + Columns.right("slots", 8)
                + Columns.right("keys", 8)
                + (counted
                    ? Columns.right("commands", 10)
                        + Columns.right("moved", 7)
                        + Columns.right("ask", 5)
                    : "")
                + "  link",
            Style.DIM));
    for (int i : fold.order()) {
      lines.add(line(seen().nodes().get(i), letters, letters[i], name, role, counted));
    }
    return lines;
  }

  private static boolean counts(ClusterSnapshot each) {
    return each.allCommands() > 0 || each.refused().moved() > 0 || each.refused().ask() > 0;
  }

  private String role(ClusterSnapshot.Node of, int[] letters) {
    if (!of.isReplica()) {
      return "primary";
    }
    for (int i = 0; i < letters.length; i++) {
      if (seen().nodes().get(i).address().equals(of.primary())) {
        return "replica of " + SlotsGrid.letter(letters[i]);
      }
    }
    return "replica";
  }

  private StyledText line(
      ClusterSnapshot.Node of, int[] letters, int place, int name, int role, boolean counted) {
    ClusterSnapshot own = fold.all().get(of.address());
    boolean bad = of.isDown() || of.isSuspected();
    String text =
        Columns.left(shortened(of.address()), name)
            + "  "
            + Columns.left(role(of, letters), role)
            + Columns.right(Long.toString(of.epoch()), 7)
            + Columns.right(of.isReplica() ? "" : Quantity.count(of.slots()), 8)
            + Columns.right(own == null ? "?" : Quantity.count(own.allKeys()), 8)
            + (counted
                ? Columns.right(own == null ? "?" : Quantity.count(own.allCommands()), 10)
                    + Columns.right(own == null ? "?" : Quantity.count(own.refused().moved()), 7)
                    + Columns.right(own == null ? "?" : Quantity.count(own.refused().ask()), 5)
                : "");
    return StyledText.of(SlotsGrid.letter(place) + "  ", SlotsGrid.style(place))
        .plus(text, Style.PLAIN)
        .plus("  " + link(of), bad ? Style.LOST : Style.DIM);
  }

  private String link(ClusterSnapshot.Node of) {
    if (of.address().equals(seen().myself())) {
      return "self";
    }
    return of.isDown() ? "FAIL" : of.isSuspected() ? "PFAIL" : of.linked() ? "ok" : "none";
  }

  // What there is to say of slots.

  private String text(SlotsFold.Move move) {
    return "slot "
        + move.slot()
        + ": "
        + shortened(move.from())
        + " ▶ "
        + shortened(move.to())
        + ", "
        + (move.keysLeft() < 0 ? "?" : Quantity.count(move.keysLeft(), "key"))
        + " left, "
        + (move.keysThere() < 0 ? "?" : Quantity.count(move.keysThere()))
        + " there";
  }

  private List<String> hot() {
    List<String> lines = new ArrayList<>();
    for (int slot : fold.hottest(MOST_HOT)) {
      lines.add(
          (lines.isEmpty() ? "hottest: slot " : "and: slot ")
              + slot
              + " at "
              + owner(slot)
              + ", "
              + Quantity.count(fold.commands()[slot], "command")
              + ", "
              + percent(fold.commands()[slot])
              + " of all");
    }
    return lines;
  }

  private String owner(int slot) {
    String owner = seen().owner(slot);
    return owner.isEmpty() ? "nobody" : shortened(owner);
  }

  private String percent(long commands) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * commands / fold.allCommands());
  }

  private String text(SlotClientSnapshot client) {
    int wrong = fold.wrong(client);
    return "client "
        + client.name()
        + ": "
        + (wrong == 0
            ? "its map is right"
            : "its map is wrong about " + Quantity.count(wrong, "slot"))
        + "; told MOVED "
        + Quantity.count(client.moved(), "time")
        + ", ASK "
        + Quantity.count(client.ask());
  }

  private List<String> differences() {
    SequencedMap<Integer, List<String>> nodes = new LinkedHashMap<>();
    fold.differing()
        .forEach(
            (address, slots) ->
                nodes.computeIfAbsent(slots, any -> new ArrayList<>()).add(shortened(address)));
    List<String> lines = new ArrayList<>();
    nodes.forEach(
        (slots, names) ->
            lines.add(
                String.join(", ", names)
                    + (names.size() == 1 ? " knows " : " know ")
                    + (slots == 1
                        ? "another owner of 1 slot"
                        : "other owners of " + Quantity.count(slots, "slot"))
                    + " than "
                    + node));
    return lines;
  }

  private String foot() {
    int unserved = fold.unserved();
    if (!seen().ok() || unserved > 0) {
      return unserved > 0
          ? "Of "
              + Quantity.count(unserved, "slot")
              + " the owner has failed or there is none"
              + (seen().ok()
                  ? ": only commands on their keys are refused."
                  : ": all commands on keys are refused.")
          : "Too few primaries are heard of, or not yet for long: commands on keys are refused.";
    }
    if (!fold.moves().isEmpty()) {
      SlotsFold.Move first = fold.moves().getFirst();
      return (fold.moves().size() == 1 ? "Slot " : "Slots move, as slot ")
          + first.slot()
          + (fold.moves().size() == 1 ? " moves: " : " does: ")
          + shortened(first.from())
          + " answers ASK for keys that it has not, "
          + shortened(first.to())
          + " serves them only after ASKING.";
    }
    List<Integer> hot = fold.hottest(1);
    long all = fold.allCommands();
    if (!hot.isEmpty() && fold.commands()[hot.getFirst()] * QUARTER > all && all >= 20) {
      int slot = hot.getFirst();
      return "Slot "
          + slot
          + " took "
          + percent(fold.commands()[slot])
          + " of all commands: whoever has it, now "
          + owner(slot)
          + ", serves them alone, however many nodes there are.";
    }
    if (!fold.differing().isEmpty()) {
      return "Not all nodes know the same owners yet: where two claim a slot, the higher epoch has"
          + " it, once both are heard of.";
    }
    ClusterSnapshot.Node most = largest();
    return "All "
        + Quantity.count(Crc16.SLOTS, "slot")
        + " are served; "
        + (even(most.slots()) ? "each primary has " : shortened(most.address()) + " has the most, ")
        + Quantity.count(most.slots())
        + ".";
  }

  private boolean even(int slots) {
    return seen().nodes().stream().allMatch(each -> each.slots() == 0 || each.slots() == slots);
  }

  private ClusterSnapshot.Node largest() {
    ClusterSnapshot.Node most = seen().nodes().getFirst();
    for (ClusterSnapshot.Node each : seen().nodes()) {
      most = each.slots() > most.slots() ? each : most;
    }
    return most;
  }

  // In words.

  @Override
  public String narration() {
    int[] letters = letters();
    StringBuilder out = new StringBuilder("The slots of the cluster as ");
    out.append(node).append(" knows them: ");
    out.append(Quantity.count(seen().nodes().size(), "node")).append(", state ");
    out.append(seen().ok() ? "ok" : "fail").append(", epoch ").append(seen().currentEpoch());
    out.append(". Time: ").append(Quantity.clock(sinceMicros)).append(".\n");
    for (int first = 0; first < Crc16.SLOTS; first += RUN) {
      out.append(run(first)).append('\n');
    }
    for (String key : keys) {
      out.append(place(key, letters).text()).append(".\n");
    }
    for (ClusterSnapshot.Node each : seen().nodes()) {
      out.append(told(each, letters)).append('\n');
    }
    for (SlotsFold.Move each : fold.moves()) {
      out.append(text(each)).append(".\n");
    }
    if (fold.moves().size() > MOST_MOVES) {
      out.append(Quantity.count(fold.moves().size() - MOST_MOVES, "more slot"));
      out.append(" on the way than are drawn.\n");
    }
    hot().forEach(text -> out.append(text).append(".\n"));
    differences().forEach(text -> out.append(text).append(".\n"));
    fold.clients().forEach(each -> out.append(text(each)).append(".\n"));
    return out.append(foot()).toString();
  }

  private String run(int first) {
    SequencedMap<String, Integer> owners = new TreeMap<>();
    long commands = 0;
    for (int slot = first; slot < first + RUN; slot++) {
      owners.merge(owner(slot), 1, Integer::sum);
      commands += fold.commands()[slot];
    }
    List<String> parts = new ArrayList<>();
    owners.forEach(
        (owner, slots) -> parts.add(slots == RUN ? "all " + owner : slots + " " + owner));
    return "Slots "
        + first
        + " to "
        + (first + RUN - 1)
        + ": "
        + String.join(", ", parts)
        + (commands == 0 ? "" : "; " + Quantity.count(commands, "command"))
        + ".";
  }

  private String told(ClusterSnapshot.Node of, int[] letters) {
    ClusterSnapshot own = fold.all().get(of.address());
    StringBuilder out = new StringBuilder(shortened(of.address()));
    for (int i = 0; i < letters.length; i++) {
      out.append(seen().nodes().get(i) == of ? ", " + SlotsGrid.letter(letters[i]) : "");
    }
    out.append(": ").append(role(of, letters)).append(", epoch ").append(of.epoch());
    out.append(of.isReplica() ? "" : ", " + Quantity.count(of.slots(), "slot"));
    if (own != null) {
      out.append(", ").append(Quantity.count(own.allKeys(), "key"));
      out.append(", ").append(Quantity.count(own.allCommands(), "command"));
      out.append(", ").append(Quantity.count(own.refused().moved())).append(" answered MOVED, ");
      out.append(Quantity.count(own.refused().ask())).append(" ASK, ");
      out.append(Quantity.count(own.refused().tryAgain())).append(" TRYAGAIN, ");
      out.append(Quantity.count(own.refused().crossSlot())).append(" CROSSSLOT, ");
      out.append(Quantity.count(own.refused().down())).append(" CLUSTERDOWN");
    } else {
      out.append(", what it holds is unknown");
    }
    return out.append("; link ").append(link(of)).append('.').toString();
  }
}
