package dev.kvarium.app;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.util.Arrays;

/** Requests and answers as somebody would read them, cut where they are long. */
public final class RequestText {
  private static final int MOST = 46;

  private RequestText() {}

  /** The words of a command. */
  public static String of(byte[][] words) {
    return CommandText.of(words, MOST);
  }

  /** What a Redis answered. */
  public static String of(Reply reply) {
    return cut(ReplyText.of(reply, false));
  }

  /** The first line of what is sent to a Memcached. */
  public static String of(byte[] lines) {
    int end = Bytes.indexOf(lines, (byte) '\r', 0);
    return cut(Bytes.text(end < 0 ? lines : Arrays.copyOf(lines, end)));
  }

  /** What a Memcached answered. */
  public static String of(MetaAnswer answer) {
    StringBuilder text = new StringBuilder(answer.code());
    answer.value().ifPresent(value -> text.append(' ').append(value.length));
    answer.flags().forEach(each -> text.append(' ').append(each));
    answer
        .value()
        .filter(value -> value.length > 0)
        .ifPresent(value -> text.append(' ').append(Bytes.text(value)));
    return cut(text.toString());
  }

  private static String cut(String text) {
    int line = text.indexOf('\n');
    String first = line < 0 ? text : text.substring(0, line);
    return first.length() <= MOST ? first : first.substring(0, MOST - 1) + "…";
  }
}
