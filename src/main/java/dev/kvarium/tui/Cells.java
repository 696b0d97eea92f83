package dev.kvarium.tui;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.screen.Screen;
import dev.kvarium.view.Ascii;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Hue;
import dev.kvarium.view.Style;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Copies a canvas onto a screen of Lanterna's, as far as it changed. */
final class Cells {
  private static final TextColor.ANSI[] BASIC = {
    TextColor.ANSI.BLACK,
    TextColor.ANSI.RED,
    TextColor.ANSI.GREEN,
    TextColor.ANSI.YELLOW,
    TextColor.ANSI.BLUE,
    TextColor.ANSI.MAGENTA,
    TextColor.ANSI.CYAN,
    TextColor.ANSI.WHITE
  };
  private static final TextColor.ANSI[] BRIGHT = {
    TextColor.ANSI.BLACK_BRIGHT,
    TextColor.ANSI.RED_BRIGHT,
    TextColor.ANSI.GREEN_BRIGHT,
    TextColor.ANSI.YELLOW_BRIGHT,
    TextColor.ANSI.BLUE_BRIGHT,
    TextColor.ANSI.MAGENTA_BRIGHT,
    TextColor.ANSI.CYAN_BRIGHT,
    TextColor.ANSI.WHITE_BRIGHT
  };

  /** From here on characters are pictures, which terminals measure differently. */
  private static final int PICTURES = 0x1f000;

  private final boolean ascii;
  private final ColourDepth depth;
  private final Map<Style, TextCharacter> blanks = new HashMap<>();
  private Optional<Canvas> shown = Optional.empty();

  Cells(boolean ascii, ColourDepth depth) {
    this.ascii = ascii;
    this.depth = depth;
  }

  /** Forgets what is on the screen, so that all is copied the next time. */
  void forget() {
    shown = Optional.empty();
  }

  void show(Canvas canvas, Screen screen) {
    boolean same =
        shown
            .map(old -> old.width() == canvas.width() && old.height() == canvas.height())
            .orElse(false);
    for (int y = 0; y < canvas.height(); y++) {
      for (int x = 0; x < canvas.width(); x++) {
        if (!same || differs(canvas, shown.orElseThrow(), x, y)) {
          cell(canvas, screen, x, y);
        }
      }
    }
    shown = Optional.of(canvas);
  }

  private static boolean differs(Canvas now, Canvas old, int x, int y) {
    return now.codePoint(x, y) != old.codePoint(x, y)
        || !now.style(x, y).equals(old.style(x, y))
        || x > 0 && now.codePoint(x - 1, y) != old.codePoint(x - 1, y);
  }

  private void cell(Canvas canvas, Screen screen, int x, int y) {
    int codePoint = canvas.codePoint(x, y);
    TextCharacter blank = blanks.computeIfAbsent(canvas.style(x, y), this::blank);
    if (codePoint == Canvas.COVERED) {
      if (ascii || !screen.getBackCharacter(x - 1, y).isDoubleWidth()) {
        screen.setCharacter(x, y, blank);
      }
      return;
    }
    if (ascii) {
      codePoint = Ascii.cell(codePoint);
    } else if (codePoint >= PICTURES) {
      codePoint = '·';
    }
    TextCharacter character =
        codePoint == ' '
            ? blank
            : TextCharacter.fromString(
                Character.toString(codePoint),
                blank.getForegroundColor(),
                blank.getBackgroundColor(),
                blank.getModifiers())[0];
    screen.setCharacter(x, y, character);
  }

  private TextCharacter blank(Style style) {
    EnumSet<SGR> modifiers = EnumSet.noneOf(SGR.class);
    if (style.bold()) {
      modifiers.add(SGR.BOLD);
    }
    if (style.dim()) {
      modifiers.add(SGR.FRAKTUR);
    }
    if (style.reverse()) {
      modifiers.add(SGR.REVERSE);
    }
    if (style.underline()) {
      modifiers.add(SGR.UNDERLINE);
    }
    return TextCharacter.fromCharacter(' ', colour(style.hue()), TextColor.ANSI.DEFAULT)[0]
        .withModifiers(modifiers);
  }

  private TextColor colour(Hue hue) {
    if (hue == Hue.PLAIN) {
      return TextColor.ANSI.DEFAULT;
    }
    return switch (depth) {
      case NONE -> TextColor.ANSI.DEFAULT;
      case BASIC_16 -> hue.basic() >= 90 ? BRIGHT[hue.basic() - 90] : BASIC[hue.basic() - 30];
      case INDEXED_256 -> new TextColor.Indexed(hue.indexed());
      case TRUE_COLOUR ->
          new TextColor.RGB(hue.rgb() >> 16, hue.rgb() >> 8 & 0xff, hue.rgb() & 0xff);
    };
  }
}
