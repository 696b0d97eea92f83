package dev.kvarium.redis.rdb;

import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;

/**
 * What stands behind the payload of a RESTORE.
 *
 * @param absolute whether the time to live is a Unix time
 * @param idleSeconds for how long nobody used the value, -1 when it is not said
 * @param frequency how often it is used, 0 to 255, -1 when it is not said
 */
record RestoreOptions(boolean replace, boolean absolute, long idleSeconds, long frequency) {
  private static final int FIRST = 4;
  private static final int MOST_FREQUENT = 255;

  static RestoreOptions from(Call call) throws CommandError {
    boolean replace = false;
    boolean absolute = false;
    long idle = -1;
    long frequency = -1;
    for (int i = FIRST; i < call.argc(); i++) {
      boolean more = i + 1 < call.argc();
      if (call.is(i, "REPLACE")) {
        replace = true;
      } else if (call.is(i, "ABSTTL")) {
        absolute = true;
      } else if (call.is(i, "IDLETIME") && more && frequency == -1) {
        idle = call.longArg(++i);
        if (idle < 0) {
          throw new CommandError("ERR Invalid IDLETIME value, must be >= 0");
        }
      } else if (call.is(i, "FREQ") && more && idle == -1) {
        frequency = call.longArg(++i);
        if (frequency < 0 || frequency > MOST_FREQUENT) {
          throw new CommandError("ERR Invalid FREQ value, must be >= 0 and <= 255");
        }
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new RestoreOptions(replace, absolute, idle, frequency);
  }
}
