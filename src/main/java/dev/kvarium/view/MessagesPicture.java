package dev.kvarium.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A diagram of messages: a column a node, a row a fact, time downwards.
 *
 * @param lanes names from left to right, the clients first
 * @param before in what state lanes are at the beginning, where they do not run
 * @param hidden how many signs of life are not shown
 */
record MessagesPicture(
    List<String> lanes,
    List<MessageLog.Row> facts,
    List<MessageLog.Message> messages,
    Map<Integer, MessageLog.Turn> before,
    long hidden,
    long startMicros,
    long toMicros)
    implements Picture {
  private static final int TIME_COLUMNS = 11;

  /** Columns beside a lane in which messages under way go down. */
  private static final int MOST_CHANNELS = 3;

  @Override
  public int rows(int columns) {
    return Frame.rows(columns, foot()) + 1 + Math.max(1, facts.size());
  }

  @Override
  public Canvas draw(int columns, int rows) {
    Canvas canvas = new Canvas(columns, rows);
    int bottom = Frame.draw(canvas, title(), time(toMicros), foot());
    new Drawing(canvas, bottom).draw();
    return canvas;
  }

  private String time(long micros) {
    return "t " + Quantity.clock(micros - startMicros);
  }

  private String title() {
    return "messages · "
        + Quantity.count(lanes.size() - 1, "node")
        + (hidden == 0 ? "" : " · " + signs());
  }

  private String signs() {
    return Quantity.count(hidden, "sign") + " of life not drawn";
  }

  private long underWay() {
    return messages.stream().filter(each -> each.endRow < 0).count();
  }

  private String foot() {
    long bytes =
        messages.stream().filter(each -> each.endRow < 0).mapToLong(each -> each.bytes).sum();
    if (lanes.size() < 3) {
      return "There is one node: :node b adds another, b> REPLICAOF main 6379 has it follow.";
    }
    long dropped = messages.stream().filter(each -> each.dropped).count();
    return (underWay() == 0
            ? "Nothing is under way."
            : "Under way: "
                + Quantity.count(underWay(), "message")
                + ", "
                + Quantity.count(bytes, "byte")
                + ".")
        + (dropped == 0 ? "" : " Never arrived: " + Quantity.count(dropped, "message") + ".");
  }

  /** One drawing at one size. */
  private final class Drawing {
    private final Canvas canvas;
    private final int top = 2;
    private final int room;
    private final int first;
    private final int laneColumns;
    private final int channels;
    private final int[] taken;

    Drawing(Canvas canvas, int bottom) {
      this.canvas = canvas;
      this.room = Math.max(0, bottom - top);
      this.first = facts.size() <= room ? 0 : facts.size() - Math.max(0, room - 1);
      this.laneColumns = Math.max(4, (canvas.width() - TIME_COLUMNS - 1) / lanes.size());
      this.channels = Math.max(1, Math.min(MOST_CHANNELS, (laneColumns - 8) / 4));
      this.taken = new int[messages.size()];
      Arrays.fill(taken, -1);
    }

    private int x(int lane) {
      return TIME_COLUMNS + lane * laneColumns + (lane == 0 ? 0 : laneColumns / 2);
    }

    void draw() {
      for (int i = 0; i < lanes.size() && bottomOf(1); i++) {
        int begin =
            i == 0
                ? TIME_COLUMNS
                : x(i) - Math.min(laneColumns / 2 - 1, Columns.of(lanes.get(i)) / 2);
        canvas.text(begin, 1, laneColumns - 1, lanes.get(i), Style.BOLD);
      }
      if (facts.isEmpty()) {
        if (room > 0) {
          canvas.text(2, top, "nothing was sent", Style.DIM);
        }
        return;
      }
      choose();
      int row = top;
      if (first > 0 && room > 0) {
        canvas.text(2, row++, "… " + Quantity.count(first, "earlier fact"), Style.DIM);
      }
      MessageLog.Turn[] state = new MessageLog.Turn[lanes.size()];
      Arrays.fill(state, MessageLog.Turn.UP);
      before.forEach((lane, turn) -> state[lane] = turn);
      for (int i = 0; i < facts.size(); i++) {
        MessageLog.Row fact = facts.get(i);
        if (fact.turn() != MessageLog.Turn.NONE) {
          state[fact.lane()] = fact.turn();
        }
        if (i >= first && row - top < room) {
          lines(row, state);
          passing(i, row);
          fact(i, fact, row);
          row++;
        }
      }
    }

    private boolean bottomOf(int row) {
      return row < top + room || room > 0;
    }

    private void lines(int y, MessageLog.Turn[] state) {
      for (int i = 1; i < lanes.size(); i++) {
        if (state[i] != MessageLog.Turn.DOWN && x(i) < canvas.width()) {
          boolean frozen = state[i] == MessageLog.Turn.FROZEN;
          canvas.text(x(i), y, 1, frozen ? "┄" : "│", frozen ? Style.BUFFER : Style.DIM);
        }
      }
    }

    /** Gives each message that is under way for more than a row a column of its own to go down. */
    private void choose() {
      for (int i = 0; i < messages.size(); i++) {
        MessageLog.Message message = messages.get(i);
        if (message.endRow == message.sentRow) {
          continue;
        }
        boolean[] used = new boolean[channels];
        for (int j = 0; j < i; j++) {
          MessageLog.Message other = messages.get(j);
          boolean beside = other.to == message.to && isRightward(other) == isRightward(message);
          boolean over = other.endRow >= 0 && other.endRow < message.sentRow;
          if (taken[j] >= 0 && beside && !over) {
            used[taken[j]] = true;
          }
        }
        for (int k = 0; k < channels && taken[i] < 0; k++) {
          if (!used[k]) {
            taken[i] = k;
          }
        }
      }
    }

    private boolean isRightward(MessageLog.Message message) {
      return message.from < message.to;
    }

    private int column(int message) {
      MessageLog.Message one = messages.get(message);
      int away = 2 + 2 * taken[message];
      return isRightward(one) ? x(one.to) - away : x(one.to) + away;
    }

    /** Messages that are on their way while something else happens. */
    private void passing(int fact, int y) {
      for (int i = 0; i < messages.size(); i++) {
        MessageLog.Message message = messages.get(i);
        boolean before = message.sentRow < fact;
        boolean after = message.endRow < 0 || message.endRow > fact;
        if (taken[i] >= 0 && before && after && column(i) < canvas.width()) {
          canvas.text(column(i), y, 1, "│", Style.OTHER_NODE);
        }
      }
    }

    private void fact(int index, MessageLog.Row fact, int y) {
      canvas.text(0, y, TIME_COLUMNS - 1, Quantity.clock(fact.micros() - startMicros), Style.DIM);
      if (fact.message() < 0) {
        int x = fact.lane() == 0 ? TIME_COLUMNS : x(fact.lane()) + 2;
        // what is long goes to the left of the last lanes, where there is room
        int length = Columns.of(fact.text());
        int begin = Math.max(TIME_COLUMNS, Math.min(x, canvas.width() - length));
        if (begin == x && fact.lane() > 0) {
          canvas.text(x(fact.lane()), y, 1, "●", fact.style());
        }
        canvas.text(begin, y, canvas.width() - begin, fact.text(), fact.style());
        return;
      }
      MessageLog.Message message = messages.get(fact.message());
      if (message.endRow == index && message.sentRow != index) {
        arrival(fact.message(), message, y);
      } else {
        departure(fact, message, y);
      }
    }

    private void departure(MessageLog.Row fact, MessageLog.Message message, int y) {
      boolean right = isRightward(message);
      boolean whole = message.endRow == message.sentRow;
      int source = message.from == 0 ? TIME_COLUMNS - 1 : x(message.from);
      int target = x(message.to);
      int end = whole ? target : taken[fact.message()] >= 0 ? column(fact.message()) : target;
      int left = Math.min(source, end);
      int line = Math.max(0, Math.abs(end - source) - 1);
      canvas.fill(left + 1, y, line, '─', fact.style());
      if (message.from > 0) {
        canvas.text(source, y, 1, "●", Style.PLAIN);
      }
      if (whole) {
        canvas.text(right ? target - 1 : target + 1, y, 1, right ? "▶" : "◀", fact.style());
        canvas.text(target, y, 1, "●", Style.PLAIN);
      } else if (taken[fact.message()] >= 0) {
        canvas.text(end, y, 1, right ? "┐" : "┌", fact.style());
      } else {
        canvas.text(right ? target - 1 : target + 1, y, 1, "┄", fact.style());
      }
      int begin = left + (message.from == 0 ? 1 : 2);
      int most = line - (message.from == 0 ? 2 : 3);
      if (most > 2) {
        canvas.text(begin, y, most, label(message, most), Style.PLAIN);
      }
    }

    private String label(MessageLog.Message message, int most) {
      return Columns.of(message.text) + 2 <= most
          ? (message.from > 0 ? " " : "") + message.text + " "
          : message.text;
    }

    private void arrival(int number, MessageLog.Message message, int y) {
      boolean right = isRightward(message);
      int target = x(message.to);
      if (message.dropped) {
        int at = taken[number] >= 0 ? column(number) : right ? target - 1 : target + 1;
        canvas.text(at, y, 1, "✕", Style.LOST);
        return;
      }
      if (taken[number] >= 0) {
        int at = column(number);
        canvas.text(at, y, 1, right ? "└" : "┘", Style.OTHER_NODE);
        int left = Math.min(at, target);
        canvas.fill(left + 1, y, Math.abs(target - at) - 1, '─', Style.OTHER_NODE);
      }
      canvas.text(right ? target - 1 : target + 1, y, 1, right ? "▶" : "◀", Style.OTHER_NODE);
      canvas.text(target, y, 1, "●", Style.PLAIN);
    }
  }

  @Override
  public String narration() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Messages between "
            + Quantity.count(lanes.size() - 1, "node")
            + ": "
            + String.join(", ", lanes.subList(1, lanes.size()))
            + ". Time: "
            + time(toMicros)
            + (hidden == 0 ? "." : "; " + signs() + "."));
    for (int i = 0; i < facts.size(); i++) {
      lines.add(sentence(i, facts.get(i)));
    }
    if (facts.isEmpty()) {
      lines.add("Nothing was sent.");
    }
    lines.add(foot());
    return String.join("\n", lines);
  }

  private String sentence(int index, MessageLog.Row fact) {
    String when = Quantity.clock(fact.micros() - startMicros) + " ";
    if (fact.message() < 0) {
      String text = fact.text().replaceFirst("^[✕░▲] ", "");
      return when + (fact.lane() == 0 ? "" : lanes.get(fact.lane()) + ": ") + text + ".";
    }
    MessageLog.Message message = messages.get(fact.message());
    String from = lanes.get(message.from);
    String to = lanes.get(message.to);
    if (message.from == 0) {
      return when + to + " acknowledged to a client: " + message.text;
    }
    if (message.endRow == index && message.sentRow != index) {
      return when
          + (message.dropped ? "never reaches " + to + " from " : to + " has from ")
          + from
          + ": "
          + message.text;
    }
    return when
        + from
        + " sent "
        + to
        + ": "
        + message.text
        + (message.endRow == index
            ? ", and it arrived."
            : message.endRow < 0 ? ", under way." : ".");
  }
}
