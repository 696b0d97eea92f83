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
        tokens.count() >= 5 && tokens.is(0, "set")
            ? CNumbers.unsigned32(tokens.get(4))
            : OptionalLong.empty();
    if (size.isEmpty() || size.getAsLong() > LARGEST_BYTES) {
      session.answer("CLIENT_ERROR unauthenticated");
      return;
    }
    Upload[] upload = new Upload[1];
    upload[0] =
        new Upload(
            (int) size.getAsLong() + Item.END_BYTES, () -> judge(session, upload[0].bytes()));
    session.expect(upload[0]);
  }

  private static final int LARGEST_BYTES = 1 << 16;

  private void judge(MemcachedSession session, byte[] value) {
    int length = value.length - Item.END_BYTES;
    if (value[length] != '\r' || value[length + 1] != '\n') {
      session.answer("CLIENT_ERROR bad command line termination");
      return;
    }
    Tokens words = Tokens.of(value, 0, length);
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
