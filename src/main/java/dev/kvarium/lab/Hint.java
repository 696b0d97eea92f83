package dev.kvarium.lab;

/**
 * The arguments that are still missing, told as redis-cli 7.0 tells them: the syntax text without
 * as many words at its front as were typed, and from the first optional one on unchanged.
 */
final class Hint {
  private Hint() {}

  /** The syntax text as redis-cli's help has it: bars without blanks, no angle brackets. */
  static String parameters(String syntax) {
    return syntax.replace(" | ", "|").replace("<", "").replace(">", "");
  }

  /** What is left of the parameters after so many words behind the command's name. */
  static String left(String parameters, int words) {
    int from = 0;
    for (int left = words; left > 0 && from < parameters.length(); from++) {
      if (parameters.charAt(from) == '[') {
        break;
      }
      if (parameters.charAt(from) == ' ') {
        left--;
      }
    }
    return parameters.substring(from);
  }
}
