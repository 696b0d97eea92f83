package dev.kvarium.repl;

import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Mark;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Hue;
import java.util.List;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Draws the line that is being typed: names bold, what is wrong underlined, and behind the cursor
 * the arguments that are still missing.
 */
final class LineColours implements Highlighter {
  private final Lab lab;
  private final Completions completions;
  private final boolean colours;

  LineColours(Lab lab, Completions completions, ColourDepth depth) {
    this.lab = lab;
    this.completions = completions;
    this.colours = depth != ColourDepth.NONE;
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    List<Mark> marks;
    String hint;
    synchronized (lab) {
      marks = lab.isForCompanion(buffer) ? List.of() : completions.marks(buffer);
      boolean atEnd = reader.getBuffer().cursor() == buffer.length();
      hint = atEnd && buffer.indexOf('\n') < 0 ? completions.hint(buffer) : "";
    }
    reader.setTailTip(hint);
    AttributedStringBuilder out = new AttributedStringBuilder(buffer.length());
    int at = 0;
    for (Mark mark : marks) {
      if (mark.start() < at || mark.end() > buffer.length()) {
        continue;
      }
      out.append(buffer.substring(at, mark.start()));
      out.styled(style(mark.kind()), buffer.substring(mark.start(), mark.end()));
      at = mark.end();
    }
    return out.append(buffer.substring(at)).toAttributedString();
  }

  private AttributedStyle style(Mark.Kind kind) {
    return switch (kind) {
      case NAME -> AttributedStyle.BOLD;
      case KEYWORD -> coloured(AttributedStyle.DEFAULT, Hue.KNOWN);
      case QUOTED -> coloured(AttributedStyle.DEFAULT, Hue.MEMORY);
      case PROSE -> AttributedStyle.DEFAULT.faint();
      case WRONG -> coloured(AttributedStyle.DEFAULT.underline(), Hue.WRONG);
    };
  }

  private AttributedStyle coloured(AttributedStyle style, Hue hue) {
    return colours ? style.foregroundRgb(hue.rgb()) : style;
  }
}
