package dev.kvarium.base;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are text. */
final class Utf8 {
  private Utf8() {}

  /** Whether the bytes are well-formed UTF-8 without control characters, blanks or formats. */
  static boolean isText(byte[] bytes) {
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException malformed) {
      return false;
    }
    return text.codePoints()
        .allMatch(
            each ->
                !Character.isISOControl(each)
                    && !Character.isWhitespace(each)
                    && !Character.isSpaceChar(each)
                    && Character.getType(each) != Character.FORMAT
                    && Character.isDefined(each));
  }
}
