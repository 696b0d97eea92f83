package dev.kvarium.redis.rdb;

/** The bytes by which RDB announces what follows: types of values, and opcodes of a file. */
final class RdbType {
  static final int STRING = 0;
  static final int LIST = 1;
  static final int SET = 2;
  static final int ZSET = 3;
  static final int HASH = 4;
  static final int ZSET_2 = 5;
  static final int MODULE = 6;
  static final int MODULE_2 = 7;
  static final int HASH_ZIPMAP = 9;
  static final int LIST_ZIPLIST = 10;
  static final int SET_INTSET = 11;
  static final int ZSET_ZIPLIST = 12;
  static final int HASH_ZIPLIST = 13;
  static final int LIST_QUICKLIST = 14;
  static final int STREAM_LISTPACKS = 15;
  static final int HASH_LISTPACK = 16;
  static final int ZSET_LISTPACK = 17;
  static final int LIST_QUICKLIST_2 = 18;
  static final int STREAM_LISTPACKS_2 = 19;
  static final int SET_LISTPACK = 20;
  static final int STREAM_LISTPACKS_3 = 21;

  static final int OPCODE_FUNCTION_2 = 245;
  static final int OPCODE_FUNCTION = 246;
  static final int OPCODE_MODULE_AUX = 247;
  static final int OPCODE_IDLE = 248;
  static final int OPCODE_FREQ = 249;
  static final int OPCODE_AUX = 250;
  static final int OPCODE_RESIZE_DB = 251;
  static final int OPCODE_EXPIRE_MILLIS = 252;
  static final int OPCODE_EXPIRE_SECONDS = 253;
  static final int OPCODE_SELECT_DB = 254;
  static final int OPCODE_EOF = 255;

  /** How the nodes of a list say whether they are a listpack. */
  static final int NODE_PLAIN = 1;

  static final int NODE_PACKED = 2;

  private RdbType() {}

  /** Whether a byte is the type of a value for a version of the format. */
  static boolean isValue(int type, int version) {
    int last =
        version >= 11 ? STREAM_LISTPACKS_3 : version >= 10 ? STREAM_LISTPACKS_2 : STREAM_LISTPACKS;
    return type >= STRING && type <= MODULE_2 || type >= HASH_ZIPMAP && type <= last;
  }
}
