package dev.kvarium.redis;

import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.rdb.Libraries;
import dev.kvarium.redis.script.Scripting;
import java.util.List;

/** The libraries of functions as files hold them. */
record LibrariesOf(Scripting scripting) implements Libraries {
  @Override
  public List<byte[]> sources() {
    return scripting.libraries();
  }

  @Override
  public String load(byte[] source, boolean replace) {
    try {
      scripting.loadLibrary(source);
      return "";
    } catch (CommandError refused) {
      return refused.reply().text();
    }
  }

  @Override
  public void clear() {
    scripting.clearLibraries();
  }
}
