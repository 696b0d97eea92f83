package dev.kvarium.tui;

import static org.jline.terminal.Attributes.ControlChar.VQUIT;
import static org.jline.terminal.Attributes.ControlChar.VSUSP;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.InputDecoder;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * A terminal of Lanterna's over that of the prompt: both read from one reader, so that nothing
 * typed ahead is lost when one gives way to the other.
 */
final class LineTerminal extends ANSITerminal implements LongLine.Keyboard {
  /** Plain, empty, cursor at home and visible, no mouse, back to the ordinary screen. */
  private static final byte[] LEAVING =
      "\u001b[?1006l\u001b[?1000l\u001b[0m\u001b[2J\u001b[H\u001b[?25h\u001b[?1049l"
          .getBytes(StandardCharsets.US_ASCII);

  /** Clicks and the wheel are told, in numbers that know no largest column. */
  private static final byte[] MOUSE =
      "\u001b[?1005l\u001b[?1000h\u001b[?1006h".getBytes(StandardCharsets.US_ASCII);

  private final Terminal terminal;
  private final Attributes found;
  private final LastWord out;
  private final InputDecoder decoder;
  private boolean bold;
  private boolean faint;

  private LineTerminal(Terminal terminal, LastWord out, BooleanSupplier left) {
    super(
        InputStream.nullInputStream(),
        new BufferedOutputStream(out, 1 << 15),
        StandardCharsets.UTF_8);
    this.terminal = terminal;
    this.found = terminal.getAttributes();
    this.out = out;
    this.decoder = new InputDecoder(new OneByOne(terminal.reader(), left));
    decoder.addProfile(new KeyPattern());
  }

  /**
   * Puts a terminal into the state that a full screen needs.
   *
   * @param left tells a read that nothing more is wanted
   */
  static LineTerminal over(Terminal terminal, BooleanSupplier left) {
    LineTerminal line = new LineTerminal(terminal, new LastWord(terminal.output()), left);
    terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    return line;
  }

  /** Of the signals that keys make, the one of Ctrl-C alone, and nothing typed is thrown away. */
  @Override
  public void signals(boolean wanted) {
    Attributes now = terminal.getAttributes();
    now.setLocalFlag(Attributes.LocalFlag.ISIG, wanted);
    now.setLocalFlag(Attributes.LocalFlag.NOFLSH, wanted);
    now.setControlChar(VQUIT, wanted ? 0 : found.getControlChar(VQUIT));
    now.setControlChar(VSUSP, wanted ? 0 : found.getControlChar(VSUSP));
    terminal.setAttributes(now);
  }

  /** Leaves the screen, for the last time; the settings are given back by the prompt's terminal. */
  void leaveScreen() throws IOException {
    out.say(LEAVING);
  }

  /** Gives the terminal back as it was found. May be called twice. */
  void giveBack() throws IOException {
    try {
      leaveScreen();
    } finally {
      terminal.setAttributes(found);
    }
  }

  @Override
  public void enterPrivateMode() throws IOException {
    super.enterPrivateMode();
    writeToTerminal(MOUSE);
    flush();
  }

  @Override
  public void exitPrivateMode() throws IOException {
    flush();
    giveBack();
  }

  @Override
  public KeyStroke readInput() throws IOException {
    return decoder.getNextCharacter(true);
  }

  @Override
  public KeyStroke pollInput() throws IOException {
    return decoder.getNextCharacter(false);
  }

  @Override
  protected TerminalSize findTerminalSize() {
    Size size = terminal.getSize();
    return size.getColumns() > 0 && size.getRows() > 0
        ? new TerminalSize(size.getColumns(), size.getRows())
        : new TerminalSize(80, 24);
  }

  /** Lanterna knows no faint, but Fraktur, which no terminal shows: one stands for the other. */
  @Override
  public void enableSGR(SGR sgr) throws IOException {
    switch (sgr) {
      case FRAKTUR -> {
        faint = true;
        sequence("2");
      }
      case BOLD -> {
        bold = true;
        sequence("1");
      }
      default -> super.enableSGR(sgr);
    }
  }

  /** One sequence ends both bold and faint, so the other one is begun again. */
  @Override
  public void disableSGR(SGR sgr) throws IOException {
    switch (sgr) {
      case FRAKTUR -> {
        faint = false;
        sequence(bold ? "22;1" : "22");
      }
      case BOLD -> {
        bold = false;
        sequence(faint ? "22;2" : "22");
      }
      default -> super.disableSGR(sgr);
    }
  }

  @Override
  public void resetColorAndSGR() throws IOException {
    bold = false;
    faint = false;
    super.resetColorAndSGR();
  }

  private void sequence(String parameters) throws IOException {
    writeToTerminal(("\u001b[" + parameters + "m").getBytes(StandardCharsets.US_ASCII));
  }

  /** Characters of the prompt's reader, never more than were asked for. */
  private static final class OneByOne extends Reader {
    /** Whoever wants the read to end interrupts it; this is for those who cannot. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** How long the rest of an escape sequence may take to come. */
    private static final long SEQUENCE_MILLIS = 50;

    private final NonBlockingReader reader;
    private final BooleanSupplier left;

    OneByOne(NonBlockingReader reader, BooleanSupplier left) {
      this.reader = reader;
      this.left = left;
    }

    @Override
    public int read(char[] into, int from, int count) throws IOException {
      while (!left.getAsBoolean()) {
        int read = read();
        if (read >= 0) {
          into[from] = (char) read;
          return 1;
        }
        if (read == NonBlockingReader.EOF) {
          return -1;
        }
      }
      return -1;
    }

    @Override
    public int read() throws IOException {
      try {
        return reader.read(PATIENCE_MILLIS);
      } catch (InterruptedIOException wanted) {
        return NonBlockingReader.READ_EXPIRED;
      }
    }

    @Override
    public boolean ready() throws IOException {
      try {
        return reader.peek(SEQUENCE_MILLIS) >= 0;
      } catch (InterruptedIOException wanted) {
        return false;
      }
    }

    @Override
    public void close() {}
  }
}
