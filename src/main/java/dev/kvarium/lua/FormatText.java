package dev.kvarium.lua;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** {@code string.format}: C's formats but {@code %n} and {@code %p}, and {@code %q}. */
final class FormatText {
  private static final String FLAGS = "-+ #0";

  private final Arguments arguments;
  private final byte[] format;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at;

  private String flags = "";
  private int width;
  private int precision;

  FormatText(Arguments arguments) {
    this.arguments = arguments;
    this.format = arguments.string(1).bytes();
  }

  byte[] run() {
    int argument = 1;
    while (at < format.length) {
      byte c = format[at++];
      if (c != '%') {
        out.write(c);
      } else if (at < format.length && format[at] == '%') {
        out.write('%');
        at++;
      } else {
        argument++;
        if (argument > arguments.count()) {
          throw arguments.error(argument, "no value");
        }
        specification();
        item(argument);
        arguments.lua().charge(1);
      }
    }
    return out.toByteArray();
  }

  private int peek() {
    return at < format.length ? format[at] & 255 : 0;
  }

  private boolean digitNext() {
    return peek() >= '0' && peek() <= '9';
  }

  private void specification() {
    int start = at;
    while (peek() != 0 && FLAGS.indexOf(peek()) >= 0) {
      at++;
    }
    if (at - start >= 6) {
      throw arguments.error("invalid format (repeated flags)");
    }
    flags = new String(format, start, at - start, java.nio.charset.StandardCharsets.ISO_8859_1);
    width = twoDigits(0);
    precision = -1;
    if (peek() == '.') {
      at++;
      precision = twoDigits(0);
    }
    if (digitNext()) {
      throw arguments.error("invalid format (width or precision too long)");
    }
  }

  private int twoDigits(int otherwise) {
    int value = otherwise;
    for (int i = 0; i < 2 && digitNext(); i++) {
      value = value * 10 + peek() - '0';
      at++;
    }
    return value;
  }

  private void item(int argument) {
    int kind = peek();
    at++;
    switch (kind) {
      case 'c' -> {
        int code = (int) arguments.integer(argument) & 255;
        if (code == 0) {
          put(width > 1 && flags.indexOf('-') < 0 ? " ".repeat(width - 1) : "");
        } else {
          put(pad(String.valueOf((char) code)));
        }
      }
      case 'd', 'i' -> put(integer(arguments.integer(argument)));
      case 'u' -> put(unsigned(Long.toUnsignedString(unsignedArgument(argument)), ""));
      case 'o' -> {
        String digits = Long.toOctalString(unsignedArgument(argument));
        put(
            unsigned(
                flags.indexOf('#') >= 0 && !digits.startsWith("0") ? "0" + digits : digits, ""));
      }
      case 'x', 'X' -> {
        long value = unsignedArgument(argument);
        String digits = Long.toHexString(value);
        String text = unsigned(digits, flags.indexOf('#') >= 0 && value != 0 ? "0x" : "");
        put(kind == 'X' ? text.toUpperCase(Locale.ROOT) : text);
      }
      case 'e', 'E', 'f', 'g', 'G' -> put(floating(arguments.number(argument), kind));
      case 'q' -> quoted(arguments.string(argument).bytes());
      case 's' -> string(arguments.string(argument));
      default ->
          throw arguments.error(
              "invalid option '%" + (kind == 0 ? "" : (char) kind) + "' to 'format'");
    }
  }

  private long unsignedArgument(int argument) {
    double value = arguments.number(argument);
    if (value >= 9.223372036854775808e18 && value < 1.8446744073709551616e19) {
      return (long) (value - 9.223372036854775808e18) ^ Long.MIN_VALUE;
    }
    return NumberText.toLong(value);
  }

  private void put(String text) {
    byte[] bytes = dev.kvarium.base.Bytes.latin1(text);
    out.write(bytes, 0, bytes.length);
  }

  private String pad(String text) {
    if (text.length() >= width) {
      return text;
    }
    String blanks = " ".repeat(width - text.length());
    return flags.indexOf('-') >= 0 ? text + blanks : blanks + text;
  }

  private String sign(boolean negative) {
    return negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
  }

  private String integer(long value) {
    String digits = Long.toString(value);
    return number(sign(value < 0), value < 0 ? digits.substring(1) : digits);
  }

  private String unsigned(String digits, String prefix) {
    return number(prefix, digits);
  }

  private String number(String prefix, String digits) {
    String all = digits;
    if (precision >= 0) {
      all =
          precision == 0 && digits.equals("0")
              ? ""
              : "0".repeat(Math.max(0, precision - digits.length())) + digits;
    } else if (flags.indexOf('0') >= 0 && flags.indexOf('-') < 0) {
      all = "0".repeat(Math.max(0, width - prefix.length() - digits.length())) + digits;
    }
    return pad(prefix + all);
  }

  private String floating(double value, int kind) {
    int digits = precision < 0 ? 6 : precision;
    boolean alternative = flags.indexOf('#') >= 0;
    String text =
        switch (kind | 32) {
          case 'e' -> CFormat.scientific(value, digits);
          case 'f' -> CFormat.fixed(value, digits);
          default -> CFormat.general(value, digits, alternative);
        };
    boolean special = Double.isNaN(value) || Double.isInfinite(value);
    if (alternative && !special && text.indexOf('.') < 0) {
      int e = text.indexOf('e');
      text = e < 0 ? text + "." : text.substring(0, e) + "." + text.substring(e);
    }
    boolean negative = text.startsWith("-");
    String sign = sign(negative);
    String size = negative ? text.substring(1) : text;
    if (!special && flags.indexOf('0') >= 0 && flags.indexOf('-') < 0) {
      size = "0".repeat(Math.max(0, width - sign.length() - size.length())) + size;
    }
    String all = pad(sign + size);
    return kind < 'a' ? all.toUpperCase(Locale.ROOT) : all;
  }

  private void quoted(byte[] bytes) {
    out.write('"');
    for (byte b : bytes) {
      switch (b) {
        case '"', '\\', '\n' -> {
          out.write('\\');
          out.write(b);
        }
        case '\r' -> put("\\r");
        case 0 -> put("\\000");
        default -> out.write(b);
      }
    }
    out.write('"');
  }

  private void string(LuaString value) {
    if (precision < 0 && value.length() >= 100) {
      out.write(value.bytes(), 0, value.length());
      return;
    }
    String text = value.text();
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      text = text.substring(0, zero);
    }
    if (precision >= 0 && precision < text.length()) {
      text = text.substring(0, precision);
    }
    put(pad(text));
  }
}
