package dev.kvarium.repl;

import dev.kvarium.lab.GlassMode;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.view.PlainRenderer;
import dev.kvarium.view.Quantity;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A session whose input is a file or a pipe: its lines are entered one after the other and their
 * replies printed, without prompt and colours, and time passes only when a line says so. What is
 * wrong goes to the standard error with the number of the line, and the next line follows.
 */
public final class Piped {
  private static final int COLUMNS = 80;

  /** A picture takes at most one row less. */
  private static final int ROWS = 25;

  private final Lab lab;
  private final SessionOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final OutcomeText text;
  private @Nullable ExpectedReply expectation;

  /** Whether the line that replies may stand beneath was one that lets time pass. */
  private boolean waited;

  private boolean failed;

  private Piped(SessionOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.lab = options.lab().get();
    lab.watched(options.glass());
    this.out = out;
    this.err = err;
    this.text = new OutcomeText(new PlainRenderer(options.ascii()), options.narrate(), false);
  }

  /** Reads the standard input to its end; the exit code, 0 or 1. */
  public static int run(SessionOptions options) {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return run(options, new FileInputStream(FileDescriptor.in), out, err);
  }

  /**
   * Reads a stream to its end; the exit code: 1 when a line was unusable or a check did not hold.
   */
  public static int run(SessionOptions options, InputStream in, PrintStream out, PrintStream err) {
    Piped session = new Piped(options, out, err);
    try {
      session.follow(new ByteLines(in));
    } catch (IOException broken) {
      session.problem("the input cannot be read on: " + broken.getMessage());
    }
    out.flush();
    return session.failed ? 1 : 0;
  }

  private void follow(ByteLines lines) throws IOException {
    if (!options.first().isEmpty()) {
      enter(0, options.first());
    }
    for (long number = 1; !lab.ended(); number++) {
      if (lines.mayWait()) {
        out.flush();
      }
      switch (lines.next()) {
        case ByteLines.Line.Text line -> take(number, line.text());
        case ByteLines.Line.NotText line ->
            problem(
                String.format(
                    Locale.ROOT,
                    "line %d, byte %d: 0x%02x is not UTF-8; write it as \"\\x%02x\" in double"
                        + " quotes",
                    number,
                    line.column(),
                    line.offending(),
                    line.offending()));
        case ByteLines.Line.TooLong line ->
            problem(
                "line "
                    + number
                    + " is too long: "
                    + Quantity.bytes(line.bytes())
                    + ", at most "
                    + Quantity.bytes(ByteLines.LONGEST)
                    + " are read; it was skipped");
        case ByteLines.Line.End end -> {
          settle();
          return;
        }
      }
      if (out.checkError()) {
        return; // nobody reads any more
      }
    }
  }

  /**
   * Follows a line, unless it stands beneath a {@code >} line and says what its reply should be.
   */
  private void take(long number, String line) {
    boolean fits = waited ? Part.Delivered.isLine(line) : ExpectedReply.isPartOfOne(line);
    if (expectation != null && fits) {
      expectation.add(line);
      return;
    }
    settle();
    Outcome outcome = enter(number, line);
    waited = ExpectedReply.isWait(line);
    if (waited || ExpectedReply.mayFollow(line)) {
      expectation =
          new ExpectedReply(number, outcome.replyText().orElse(""), outcome.deliveredText(0));
    }
  }

  private void settle() {
    if (expectation != null) {
      expectation.difference().ifPresent(this::problem);
      expectation = null;
    }
  }

  /** Enters a line of the input by its number, or with 0 one that was asked for otherwise. */
  private Outcome enter(long number, String line) {
    String where = number == 0 ? "" : "line " + number + ": ";
    Outcome outcome;
    try {
      outcome = lab.enter(line);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      problem(where + "a defect in kvarium: " + defect + "; the line was left out");
      if (options.debug()) {
        defect.printStackTrace(err);
      }
      return new Outcome(line, List.of());
    }
    for (Part part : outcome.parts()) {
      switch (part) {
        case Part.Problem wrong -> problem(where + wrong.what());
        case Part.Glass glass when !options.glass() || lab.glass() == GlassMode.OFF -> {}
        default -> out.print(text.of(part, COLUMNS, ROWS));
      }
    }
    return outcome;
  }

  private void problem(String what) {
    failed = true;
    out.flush();
    err.println("kvarium: " + what);
  }
}
