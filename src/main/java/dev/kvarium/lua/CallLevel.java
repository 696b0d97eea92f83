package dev.kvarium.lua;

import org.jspecify.annotations.Nullable;

/**
 * A function in progress, as the debugger of Lua sees it.
 *
 * @param source of what text it is; {@code =[C]} for a native one
 * @param line the line it is at; -1 when it has none
 */
public record CallLevel(String source, int line, boolean isNative) {
  private static final CallLevel NATIVE = new CallLevel("=[C]", -1, true);
  private static final CallLevel LOST = new CallLevel("=(tail call)", -1, false);

  String chunkName() {
    return ChunkName.of(source);
  }

  /** The function so many levels up, 0 being the one that runs; null beyond the first. */
  static @Nullable CallLevel at(Coroutine coroutine, int level) {
    int left = level;
    for (int i = coroutine.depth - 1; i >= 0; i--) {
      Frame frame = coroutine.frames[i];
      if (left == 0) {
        return of(frame);
      }
      left -= 1;
      if (left < frame.tailCalls) {
        return LOST;
      }
      left -= frame.tailCalls;
    }
    return null;
  }

  private static CallLevel of(Frame frame) {
    LuaClosure closure = frame.closure;
    if (closure == null) {
      return NATIVE;
    }
    return new CallLevel(closure.code.source, closure.code.lines[Math.max(frame.pc - 1, 0)], false);
  }
}
