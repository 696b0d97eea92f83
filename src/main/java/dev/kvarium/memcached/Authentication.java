package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import java.util.List;
import java.util.OptionalLong;

/**
 * Asks clients of the text protocol who they are, where {@code -Y FILE} is set: they store user and
 * password, with a blank between them, under any key.
 */
final class Authentication {
  private final NodeStats stats;
  private final List<String> entries;

  /**
   * Who may come in.
   *
   * @param entries {@code user:password} each
   */
  Authentication(NodeStats stats, List<String> entries) {
    this.stats = stats;
    this.entries = entries;
  }

  void line(MemcachedSession session, Tokens tokens) {
    OptionalLong size =
        tokens.count() >= 5 && tokens.is(0, "set") ? tokens.unsigned32(4, 0) : OptionalLong.empty();
    if (size.isEmpty() || size.getAsLong() > LARGEST_BYTES) {
      session.answer("CLIENT_ERROR unauthenticated");
      return;
    }
    session.expect(
        new Upload((int) size.getAsLong(), Item.END_BYTES, upload -> judge(session, upload)));
  }

  private static final int LARGEST_BYTES = 1 << 16;

  private void judge(MemcachedSession session, Upload upload) {
    if (!upload.endsLine()) {
      session.answer("CLIENT_ERROR bad command line termination");
      return;
    }
    Tokens words = Tokens.of(upload.value(), 0, upload.value().length);
    if (words.count() < 2) {
      session.answer("CLIENT_ERROR bad authentication token format");
      return;
    }
    stats.authCommands++;
    String entry = Bytes.latin1Text(words.get(0)) + ":" + Bytes.latin1Text(words.get(1));
    if (entries.contains(entry)) {
      session.authenticated = true;
      session.answer("STORED");
    } else {
      stats.authErrors++;
      session.answer("CLIENT_ERROR authentication failure");
    }
  }
}
