package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** What a client hears of its replies after CLIENT REPLY. */
final class Muting {
  private Muting() {}

  /** The reply, or none where CLIENT REPLY asked for silence. */
  static Reply heard(Session session, Reply reply) {
    return switch (session.replies) {
      case ON -> reply;
      case OFF -> unasked(reply);
      case SKIP_NEXT -> {
        session.replies = Session.Replies.SKIP;
        yield reply;
      }
      case SKIP -> {
        session.replies = Session.Replies.ON;
        yield unasked(reply);
      }
    };
  }

  /** What even a client that wants no replies is sent: messages, as SUBSCRIBE answers them. */
  private static Reply unasked(Reply reply) {
    if (reply instanceof Reply.Push) {
      return reply;
    }
    List<Reply> messages = new ArrayList<>();
    gather(reply, messages);
    return messages.isEmpty() ? Reply.None.NONE : new Reply.Several(messages);
  }

  /** The messages among replies, those of EXEC too. */
  private static void gather(Reply reply, List<Reply> messages) {
    switch (reply) {
      case Reply.Push push -> messages.add(push);
      case Reply.Several several -> several.replies().forEach(each -> gather(each, messages));
      case Reply.Array array -> array.items().forEach(each -> gather(each, messages));
      default -> {}
    }
  }
}
