package dev.kvarium.redis.command;

/**
 * The words of LMPOP, ZMPOP and their waiting forms: a number of keys, the keys, which end, and how
 * many.
 *
 * @param optionsAt where the word for the end stands, behind the last key
 * @param first whether it is the first of the two ends
 */
record PopOfMany(int optionsAt, boolean first, long count) {
  private static final CommandError NO_KEYS =
      new CommandError("ERR numkeys should be greater than 0");
  private static final CommandError NO_COUNT =
      new CommandError("ERR count should be greater than 0");

  /**
   * Reads the words.
   *
   * @param numberAt where the number of keys stands
   */
  static PopOfMany from(Call call, int numberAt, String firstEnd, String lastEnd)
      throws CommandError {
    long keys = call.longArg(numberAt, 1, Long.MAX_VALUE, NO_KEYS);
    if (keys > call.argc() - numberAt - 2) {
      throw CommandError.SYNTAX;
    }
    int at = (int) keys + numberAt + 1;
    boolean first = call.is(at, firstEnd);
    if (!first && !call.is(at, lastEnd)) {
      throw CommandError.SYNTAX;
    }
    long count = -1;
    for (int i = at + 1; i < call.argc(); i += 2) {
      if (count != -1 || !call.is(i, "COUNT") || i + 1 == call.argc()) {
        throw CommandError.SYNTAX;
      }
      count = call.longArg(i + 1, 1, Long.MAX_VALUE, NO_COUNT);
    }
    return new PopOfMany(at, first, count == -1 ? 1 : count);
  }
}
