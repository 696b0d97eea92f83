package dev.kvarium.repl;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jline.nativ.CLibrary;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.spi.Pty;

/** The terminal of this process, told by another thread what it can do. */
final class SystemTerminal extends PosixSysTerminal {
  private static final int STANDARD_INPUT = 0;

  private final Future<Capabilities> capabilities;
  private final CLibrary.Termios found = new CLibrary.Termios();
  private final boolean readable;

  SystemTerminal(String type, Pty pty, Charset encoding, Future<Capabilities> capabilities)
      throws IOException {
    this.capabilities = capabilities; // before super, which asks for them
    super("kvarium", type, pty, encoding, true, Terminal.SignalHandler.SIG_DFL);
    // what JLine keeps of the settings is not all: it forgets the speed
    this.readable = CLibrary.tcgetattr(STANDARD_INPUT, found) == 0;
  }

  @Override
  protected void doClose() throws IOException {
    super.doClose();
    if (readable) {
      CLibrary.tcsetattr(STANDARD_INPUT, CLibrary.TCSANOW, found);
    }
  }

  @Override
  protected void parseInfoCmp() {
    try {
      Capabilities known = capabilities.get();
      bools.addAll(known.flags());
      ints.putAll(known.numbers());
      strings.putAll(known.strings());
    } catch (ExecutionException | InterruptedException unknown) {
      super.parseInfoCmp();
    }
  }
}
