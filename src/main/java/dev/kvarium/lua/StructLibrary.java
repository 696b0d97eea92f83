package dev.kvarium.lua;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The library {@code struct}: numbers and strings in the layouts of C. */
public final class StructLibrary {
  private static final int LONGEST_INTEGER = 32;
  private static final int MOST_RESULTS = 7_990;

  private StructLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    LuaTable struct = new LuaTable(lua.heap(), 0, 3);
    lua.globals().set("struct", struct);
    lua.register(struct, "pack", a -> new Object[] {new Layout(a).pack()});
    lua.register(struct, "unpack", a -> new Layout(a).unpack());
    lua.register(struct, "size", a -> new Object[] {(double) new Layout(a).size()});
  }

  /** A format being walked through. */
  private static final class Layout {
    private final Arguments arguments;
    private final byte[] format;
    private int at;
    private boolean big;
    private int align = 1;

    Layout(Arguments arguments) {
      this.arguments = arguments;
      this.format = arguments.string(1).bytes();
    }

    private int peek() {
      return at < format.length ? format[at] : 0;
    }

    private static boolean isDigit(int c) {
      return c >= '0' && c <= '9';
    }

    private int number(int otherwise) {
      if (!isDigit(peek())) {
        return otherwise;
      }
      long number = 0;
      while (isDigit(peek())) {
        number = number * 10 + peek() - '0';
        if (number > Integer.MAX_VALUE) {
          throw arguments.error("integral size overflow");
        }
        at++;
      }
      return (int) number;
    }

    private long sizeOf(int option) {
      return switch (option) {
        case 'B', 'b', 'x' -> 1;
        case 'H', 'h' -> 2;
        case 'L', 'l', 'T', 'd' -> 8;
        case 'f' -> 4;
        case 'c' -> number(1);
        case 'i', 'I' -> {
          int size = number(4);
          if (size > LONGEST_INTEGER) {
            throw arguments.error(
                "integral size " + size + " is larger than limit of " + LONGEST_INTEGER);
          }
          yield size;
        }
        default -> 0;
      };
    }

    private long padding(long position, int option, long size) {
      if (size == 0 || option == 'c') {
        return 0;
      }
      long unit = Math.min(size, align);
      return (unit - (position & unit - 1)) & unit - 1;
    }

    private void control(int option) {
      switch (option) {
        case ' ' -> {}
        case '>' -> big = true;
        case '<' -> big = false;
        case '!' -> {
          int to = number(8);
          if (to <= 0 || (to & to - 1) != 0) {
            throw arguments.error("alignment " + to + " is not a power of 2");
          }
          align = to;
        }
        default ->
            throw arguments.error(1, "invalid format option '" + (char) (option & 255) + "'");
      }
    }

    private void write(ByteArrayOutputStream out, long bits, int size) {
      for (int i = 0; i < size; i++) {
        int place = big ? size - 1 - i : i;
        out.write(place < 8 ? (int) (bits >>> 8 * place) : 0);
      }
    }

    private static long integer(double number) {
      if (number < 0) {
        return NumberText.toLong(number);
      }
      return number >= 9.223372036854775808e18 && number < 1.8446744073709551616e19
          ? (long) (number - 9.223372036854775808e18) ^ Long.MIN_VALUE
          : number >= 1.8446744073709551616e19 ? 0 : NumberText.toLong(number);
    }

    LuaString pack() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int argument = 2;
      long total = 0;
      while (peek() != 0) {
        arguments.lua().charge(1);
        int option = format[at++];
        long size = sizeOf(option);
        long pad = padding(total, option, size);
        total += pad;
        write(out, 0, (int) pad);
        switch (option) {
          case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' ->
              write(out, integer(arguments.number(argument++)), (int) size);
          case 'x' -> out.write(0);
          case 'f' -> write(out, Float.floatToRawIntBits((float) arguments.number(argument++)), 4);
          case 'd' -> write(out, Double.doubleToRawLongBits(arguments.number(argument++)), 8);
          case 'c', 's' -> {
            LuaString text = arguments.string(argument++);
            if (size == 0) {
              size = text.length();
            }
            if (text.length() < size) {
              throw arguments.error(argument, "string too short");
            }
            arguments.lua().heap().take(size);
            out.write(text.bytes(), 0, (int) size);
            if (option == 's') {
              out.write(0);
              size++;
            }
          }
          default -> control(option);
        }
        total += size;
      }
      return arguments.lua().made(out.toByteArray());
    }

    private long read(byte[] data, int from, int size) {
      long bits = 0;
      for (int i = 0; i < size; i++) {
        bits = bits << 8 | data[from + (big ? i : size - 1 - i)] & 255;
      }
      return bits;
    }

    private static double signed(long bits, int size) {
      int shift = 8 * size - 1 & 63;
      long mask = -1L << shift;
      return (bits & mask) != 0 ? bits | mask : bits;
    }

    private static double unsigned(long bits) {
      return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }

    private LuaError tooShort() {
      return arguments.error(2, "data string too short");
    }

    Object[] unpack() {
      byte[] data = arguments.string(2).bytes();
      long position = arguments.integer(3, 1);
      if (position == 0) {
        throw arguments.error(3, "offset must be 1 or greater");
      }
      position--;
      List<Object> values = new ArrayList<>();
      while (peek() != 0) {
        arguments.lua().charge(1);
        int option = format[at++];
        long size = sizeOf(option);
        position += padding(position, option, size);
        if (size > data.length || position < 0 || position > data.length - size) {
          throw tooShort();
        }
        if (values.size() > MOST_RESULTS) {
          throw arguments.error("stack overflow (too many results)");
        }
        int from = (int) position;
        switch (option) {
          case 'b', 'h', 'l', 'i' -> values.add(signed(read(data, from, (int) size), (int) size));
          case 'B', 'H', 'L', 'T', 'I' -> values.add(unsigned(read(data, from, (int) size)));
          case 'x' -> {}
          case 'f' -> values.add((double) Float.intBitsToFloat((int) read(data, from, 4)));
          case 'd' -> values.add(Double.longBitsToDouble(read(data, from, 8)));
          case 'c' -> {
            if (size == 0) {
              size = previousSize(values);
              if (size < 0 || size > data.length || position > data.length - size) {
                throw tooShort();
              }
            }
            values.add(piece(data, from, (int) size));
          }
          case 's' -> {
            int end = from;
            while (end < data.length && data[end] != 0) {
              end++;
            }
            if (end == data.length) {
              throw arguments.error("unfinished string in data");
            }
            values.add(piece(data, from, end - from));
            size = end - from + 1L;
          }
          default -> control(option);
        }
        position += size;
      }
      values.add(position + 1.0);
      return values.toArray();
    }

    private long previousSize(List<Object> values) {
      double size = values.isEmpty() ? NumberText.none() : Operations.toNumber(values.getLast());
      if (NumberText.isNone(size)) {
        throw arguments.error("format 'c0' needs a previous size");
      }
      values.removeLast();
      return NumberText.toLong(size);
    }

    private LuaString piece(byte[] data, int from, int length) {
      return arguments.lua().made(Arrays.copyOfRange(data, from, from + length));
    }

    long size() {
      long position = 0;
      while (peek() != 0) {
        int option = format[at++];
        long size = sizeOf(option);
        position += padding(position, option, size);
        if (option == 's') {
          throw arguments.error(1, "option 's' has no fixed size");
        }
        if (option == 'c' && size == 0) {
          throw arguments.error(1, "option 'c0' has no fixed size");
        }
        if (!Character.isLetterOrDigit(option & 127) || option < 0) {
          control(option);
        }
        position += size;
      }
      return position;
    }
  }
}
