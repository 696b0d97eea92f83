package dev.kvarium.wire;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Replies as redis-cli 7.0 prints them on a terminal.
 *
 * <pre>
 *   OK                     1) "a"               1# "k" => (integer) 1      (double) 1.5
 *   (integer) 1            2) (nil)             2# "l" => (empty array)    (true)
 *   "a\x00b"               3) 1) "nested"       1~ "of a set"              (error) ERR no
 *   (nil)                     2) "once"         txt of a verbatim string as it is
 * </pre>
 *
 * <p>Lines are parted by {@code \n}, none ends the text. Where redis-cli gives up, on a big number,
 * its digits stand.
 */
public final class ReplyText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final boolean resp3;
  private final StringBuilder out = new StringBuilder();

  private ReplyText(boolean resp3) {
    this.resp3 = resp3;
  }

  /** The text of a reply as it comes over RESP3, or over RESP2 without the shapes it lacks. */
  public static String of(Reply reply, boolean resp3) {
    ReplyText text = new ReplyText(resp3);
    text.append(reply, "");
    return text.out.toString();
  }

  /** The text of the reply to a request: raw for those that redis-cli prints raw, as INFO. */
  public static String of(byte[][] request, Reply reply, boolean resp3) {
    return isRaw(request) ? raw(reply) : of(reply, resp3);
  }

  /** Whether redis-cli prints the answer to this request without quotes. */
  public static boolean isRaw(byte[]... request) {
    if (request.length == 0) {
      return false;
    }
    byte[] command = request[0];
    if (Bytes.equalsIgnoreCase(command, "info") || Bytes.equalsIgnoreCase(command, "lolwut")) {
      return true;
    }
    if (request.length == 1) {
      return false;
    }
    String pair = (Bytes.text(command) + " " + Bytes.text(request[1])).toLowerCase(Locale.ROOT);
    return switch (pair) {
      case "debug htstats",
          "debug htstats-key",
          "debug client-eviction",
          "memory malloc-stats",
          "memory doctor",
          "client list",
          "client info" ->
          true;
      case "cluster nodes", "cluster info", "latency doctor" -> request.length == 2;
      case "latency graph" -> request.length == 3;
      default -> false;
    };
  }

  /** A byte string within quotes, everything but printable ASCII escaped. */
  public static String quoted(byte[] bytes) {
    ReplyText text = new ReplyText(false);
    text.appendQuoted(bytes);
    return text.out.toString();
  }

  /** The text without types and quotes, as {@code redis-cli --raw} gives it. */
  public static String raw(Reply reply) {
    String text =
        switch (reply) {
          case Reply.Simple simple -> shown(simple.text());
          case Reply.Error error -> shown(error.text());
          case Reply.Int number -> Long.toString(number.value());
          case Reply.Bulk bulk -> Bytes.text(bulk.bytes());
          case Reply.Verbatim verbatim -> Bytes.text(verbatim.bytes());
          case Reply.BigNumber number -> number.digits();
          case Reply.Double number -> Bytes.latin1Text(Numbers.replyDouble(number.value()));
          case Reply.Decimal number -> Bytes.latin1Text(Numbers.plainDouble(number.value()));
          case Reply.Bool bool -> bool.value() ? "(true)" : "(false)";
          case Reply.Nil nil -> "";
          case Reply.None none -> "";
          case Reply.Array array -> rawLines(array.items());
          case Reply.Bulks bulks -> rawLines(items(bulks));
          case Reply.Set set -> rawLines(set.items());
          case Reply.Push push -> rawLines(push.items());
          case Reply.Several several -> rawLines(several.replies());
          case Reply.Attributed attributed -> raw(attributed.reply());
          case Reply.Map map -> rawPairs(map.keysAndValues());
        };
    String unixText = text.replace("\r\n", "\n");
    return unixText.endsWith("\n") ? unixText.substring(0, unixText.length() - 1) : unixText;
  }

  private static String rawLines(List<Reply> items) {
    List<String> lines = new ArrayList<>(items.size());
    for (Reply item : items) {
      lines.add(raw(item));
    }
    return String.join("\n", lines);
  }

  private static String rawPairs(List<Reply> keysAndValues) {
    List<String> lines = new ArrayList<>(keysAndValues.size() / 2);
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      lines.add(raw(keysAndValues.get(i)) + " " + raw(keysAndValues.get(i + 1)));
    }
    return String.join("\n", lines);
  }

  /** The common replies are told apart by hand: the first switch over types is slow to link. */
  private void append(Reply reply, String indent) {
    if (reply instanceof Reply.Simple simple) {
      out.append(shown(untilZero(simple.text())));
    } else if (reply instanceof Reply.Int number) {
      out.append("(integer) ").append(number.value());
    } else if (reply instanceof Reply.Bulk bulk) {
      appendQuoted(bulk.bytes());
    } else if (reply instanceof Reply.Nil) {
      out.append("(nil)");
    } else if (reply instanceof Reply.Error error) {
      out.append("(error) ").append(shown(untilZero(error.text())));
    } else if (reply instanceof Reply.Bulks bulks) {
      appendItems(items(bulks), ')', "(empty array)", indent);
    } else if (reply instanceof Reply.Array array) {
      appendItems(array.items(), ')', "(empty array)", indent);
    } else {
      appendRare(reply, indent);
    }
  }

  private void appendRare(Reply reply, String indent) {
    switch (reply) {
      case Reply.Simple simple -> out.append(shown(untilZero(simple.text())));
      case Reply.Error error -> out.append("(error) ").append(shown(untilZero(error.text())));
      case Reply.Int number -> out.append("(integer) ").append(number.value());
      case Reply.Bulk bulk -> appendQuoted(bulk.bytes());
      case Reply.Nil nil -> out.append("(nil)");
      case Reply.None none -> {}
      case Reply.Array array -> appendItems(array.items(), ')', "(empty array)", indent);
      case Reply.Bulks bulks -> appendItems(items(bulks), ')', "(empty array)", indent);
      case Reply.Set set -> {
        if (resp3) {
          appendItems(set.items(), '~', "(empty set)", indent);
        } else {
          appendItems(set.items(), ')', "(empty array)", indent);
        }
      }
      case Reply.Map map -> {
        if (resp3) {
          appendPairs(map.keysAndValues(), indent);
        } else {
          appendItems(map.keysAndValues(), ')', "(empty array)", indent);
        }
      }
      case Reply.Push push ->
          appendItems(push.items(), ')', resp3 ? "(empty push)" : "(empty array)", indent);
      case Reply.Several several -> {
        for (int i = 0; i < several.replies().size(); i++) {
          out.append(i == 0 ? "" : "\n");
          append(several.replies().get(i), indent);
        }
      }
      case Reply.Attributed attributed -> append(attributed.reply(), indent);
      case Reply.Double number -> appendDouble(Numbers.replyDouble(number.value()));
      case Reply.Decimal number -> appendDouble(Numbers.plainDouble(number.value()));
      case Reply.Bool bool -> {
        if (resp3) {
          out.append(bool.value() ? "(true)" : "(false)");
        } else {
          out.append("(integer) ").append(bool.value() ? 1 : 0);
        }
      }
      case Reply.Verbatim verbatim -> {
        if (resp3) {
          out.append(Bytes.text(verbatim.bytes()));
        } else {
          appendQuoted(verbatim.bytes());
        }
      }
      case Reply.BigNumber number -> {
        if (resp3) {
          out.append(number.digits());
        } else {
          appendQuoted(Bytes.latin1(number.digits()));
        }
      }
    }
  }

  private void appendDouble(byte[] digits) {
    if (resp3) {
      out.append("(double) ").append(Bytes.latin1Text(digits));
    } else {
      appendQuoted(digits);
    }
  }

  private void appendItems(List<Reply> items, char separator, String empty, String indent) {
    if (items.isEmpty()) {
      out.append(empty);
      return;
    }
    int width = Numbers.digits(items.size());
    String deeper = indent + " ".repeat(width + 2);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append('\n').append(indent);
      }
      appendIndex(i + 1, width, separator);
      append(items.get(i), deeper);
    }
  }

  private void appendPairs(List<Reply> keysAndValues, String indent) {
    if (keysAndValues.isEmpty()) {
      out.append("(empty hash)");
      return;
    }
    int width = Numbers.digits(keysAndValues.size() / 2);
    String deeper = indent + " ".repeat(width + 2);
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      if (i > 0) {
        out.append('\n').append(indent);
      }
      appendIndex(i / 2 + 1, width, '#');
      append(keysAndValues.get(i), deeper);
      out.append(" => ");
      Reply value = keysAndValues.get(i + 1);
      if (hasSeveralLines(value)) {
        out.append('\n').append(deeper);
      }
      append(value, deeper);
    }
  }

  private void appendIndex(int index, int width, char separator) {
    out.append(" ".repeat(width - Numbers.digits(index)));
    out.append(index).append(separator).append(' ');
  }

  private boolean hasSeveralLines(Reply value) {
    return switch (value) {
      case Reply.Array array -> hasSeveralLines(array.items());
      case Reply.Bulks bulks -> bulks.items().length > 1;
      case Reply.Set set -> hasSeveralLines(set.items());
      case Reply.Push push -> hasSeveralLines(push.items());
      case Reply.Map map ->
          map.keysAndValues().size() > 2
              || map.keysAndValues().size() == 2 && hasSeveralLines(map.keysAndValues().get(1));
      default -> false;
    };
  }

  private boolean hasSeveralLines(List<Reply> items) {
    return items.size() > 1 || items.size() == 1 && hasSeveralLines(items.getFirst());
  }

  private static List<Reply> items(Reply.Bulks bulks) {
    List<Reply> items = new ArrayList<>(bulks.items().length);
    for (byte @Nullable [] each : bulks.items()) {
      items.add(each == null ? Reply.Nil.STRING : new Reply.Bulk(each));
    }
    return items;
  }

  private void appendQuoted(byte[] bytes) {
    out.append('"');
    for (byte b : bytes) {
      switch (b) {
        case '\\', '"' -> out.append('\\').append((char) b);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 7 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        default -> {
          if (b >= ' ' && b <= '~') {
            out.append((char) b);
          } else {
            out.append("\\x").append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
          }
        }
      }
    }
    out.append('"');
  }

  /** A line whose characters are bytes, as a terminal shows those bytes. */
  private static String shown(String line) {
    return Bytes.text(Bytes.latin1(line));
  }

  /** C prints no further than a zero byte. */
  private static String untilZero(String text) {
    int zero = text.indexOf(0);
    return zero < 0 ? text : text.substring(0, zero);
  }
}
