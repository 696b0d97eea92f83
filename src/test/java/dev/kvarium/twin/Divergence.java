package dev.kvarium.twin;

import dev.kvarium.wire.ReplyText;

/**
 * What differs between the two.
 *
 * @param signature kind and command or figure: what a shorter stream must also lead to
 * @param index of the step after which it showed
 * @param what the command or question that was answered differently
 */
record Divergence(String signature, int index, String what, byte[] real, byte[] ours) {
  String text() {
    return what + "\n  redis    " + shown(real) + "\n  kvarium  " + shown(ours);
  }

  private static String shown(byte[] frame) {
    String text = ReplyText.of(Same.parse(frame), true).replace("\n", "\n           ");
    return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "…";
  }
}
