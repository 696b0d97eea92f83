package dev.kvarium.redis.rdb;

import java.util.List;

/** The libraries of functions of a node, as far as files hold them: their source. */
public interface Libraries {
  /** No library, and none is taken. */
  Libraries NONE =
      new Libraries() {
        @Override
        public List<byte[]> sources() {
          return List.of();
        }

        @Override
        public String load(byte[] source, boolean replace) {
          return "functions are not known here";
        }

        @Override
        public void clear() {}
      };

  /** The source of each library. */
  List<byte[]> sources();

  /** Takes a library; what is wrong with it, empty when nothing. */
  String load(byte[] source, boolean replace);

  /** Forgets all libraries. */
  void clear();
}
