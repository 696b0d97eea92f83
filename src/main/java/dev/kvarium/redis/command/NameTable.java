package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands by name, in any case. Open addressing over the bytes of the request itself, so that
 * finding one makes no garbage.
 */
final class NameTable {
  /** Shared by all that are empty, as the table inside most commands is; never written. */
  private static final byte[][] NO_NAMES = new byte[1][];

  private static final @Nullable Command[] NO_COMMANDS = new Command[1];

  private byte[][] names = NO_NAMES;
  private @Nullable Command[] commands = NO_COMMANDS;
  private final List<Command> all = new ArrayList<>();

  void put(String name, Command command) {
    all.add(command);
    if (all.size() * 3 > names.length) {
      grow(Math.max(16, names.length * 2));
    }
    insert(Bytes.latin1(name), command);
  }

  List<Command> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  @Nullable Command find(byte[] name) {
    int mask = names.length - 1;
    for (int i = hash(name) & mask; ; i = i + 1 & mask) {
      byte[] there = names[i];
      if (there == null) {
        return null;
      }
      if (same(there, name)) {
        return commands[i];
      }
    }
  }

  private void grow(int length) {
    byte[][] oldNames = names;
    @Nullable Command[] oldCommands = commands;
    names = new byte[length][];
    commands = new Command[length];
    for (int i = 0; i < oldNames.length; i++) {
      Command command = oldCommands[i];
      if (command != null) {
        insert(oldNames[i], command);
      }
    }
  }

  private void insert(byte[] name, Command command) {
    int mask = names.length - 1;
    int i = hash(name) & mask;
    while (names[i] != null) {
      i = i + 1 & mask;
    }
    names[i] = name;
    commands[i] = command;
  }

  private static int hash(byte[] name) {
    int hash = name.length;
    for (byte c : name) {
      hash = hash * 31 + (c | 0x20);
    }
    return hash ^ hash >>> 15;
  }

  private static boolean same(byte[] lowerCase, byte[] name) {
    if (lowerCase.length != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (lowerCase[i] != Bytes.lower(name[i])) {
        return false;
      }
    }
    return true;
  }
}
