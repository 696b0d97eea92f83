package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.view.ColourDepth;
import dev.kvarium.view.Manner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole full screen on a terminal in memory. */
class StageTest {
  private final Typed terminal = new Typed();
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  /** One that can be drawn on while it is being read, which Lanterna's own cannot. */
  private static final class Typed extends DefaultVirtualTerminal {
    private final BlockingQueue<KeyStroke> keys = new LinkedBlockingQueue<>();

    Typed() {
      super(new TerminalSize(80, 24));
    }

    @Override
    public void addInput(KeyStroke key) {
      keys.add(key);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public KeyStroke readInput() {
      try {
        return keys.take();
      } catch (InterruptedException end) {
        return new KeyStroke(KeyType.EOF);
      }
    }
  }

  private CompletableFuture<List<String>> hold(List<String> first) {
    CompletableFuture<List<String>> entered = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Stage stage =
                    new Stage(
                        terminal,
                        LongLine.Keyboard.NONE,
                        lab,
                        Manner.of(ColourDepth.NONE),
                        List.of(),
                        FrameWatch.NONE);
                entered.complete(stage.hold(first));
              } catch (Exception broken) {
                entered.completeExceptionally(broken);
              }
            },
            "full screen under test");
    thread.setDaemon(true);
    thread.start();
    awaitText("┌ transcript");
    return entered;
  }

  private void type(String text) {
    text.chars().forEach(each -> terminal.addInput(new KeyStroke((char) each, false, false)));
    press(KeyType.Enter);
  }

  private void press(KeyType key) {
    terminal.addInput(new KeyStroke(key));
  }

  private void awaitText(String text) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(screen()).contains(text));
  }

  private String screen() {
    StringBuilder out = new StringBuilder();
    TerminalSize size = terminal.getTerminalSize();
    for (int y = 0; y < size.getRows(); y++) {
      for (int x = 0; x < size.getColumns(); x++) {
        out.append(terminal.getCharacter(x, y).getCharacterString());
      }
      out.append('\n');
    }
    return out.toString();
  }

  @Test
  void linesAreFollowedAndRemembered() throws Exception {
    CompletableFuture<List<String>> entered = hold(List.of());
    type("SET user:1 ada");
    type("STRLEN user:1");
    awaitText("(integer) 3");
    awaitText("user:1");
    press(KeyType.Escape);
    assertThat(entered.get(10, TimeUnit.SECONDS))
        .containsExactly("SET user:1 ada", "STRLEN user:1");
  }

  @Test
  void aFirstLineIsEnteredBeforeAnyThatIsTyped() throws Exception {
    CompletableFuture<List<String>> entered = hold(List.of("SET a 1"));
    awaitText("·SET");
    press(KeyType.Escape);
    assertThat(entered.get(10, TimeUnit.SECONDS)).containsExactly("SET a 1");
  }

  @Test
  void timePassesByItselfWhileTheClockRuns() throws Exception {
    CompletableFuture<List<String>> entered = hold(List.of());
    type("SET a 1 PX 150");
    awaitText("▼expired");
    type(":quit");
    entered.get(10, TimeUnit.SECONDS);
    assertThat(lab.ended()).isTrue();
  }

  @Test
  void whatAClientIsSentIsShownWhenItComes() throws Exception {
    CompletableFuture<List<String>> entered = hold(List.of());
    long before = System.nanoTime();
    type("worker-1> BLPOP jobs 3.3");
    awaitText("worker-1< (nil)");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(4_300));
    press(KeyType.Escape);
    entered.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aStepBackIsPreparedWhileNothingIsTypedAlsoWhenTheClockStands() throws Exception {
    for (int i = 0; i < 30_000; i++) {
      lab.enter("SET a " + i);
    }
    CompletableFuture<List<String>> entered = hold(List.of(":stepped"));
    type("GET a");
    awaitText("29999");
    Thread.sleep(3_500);
    synchronized (lab) {
      assertThat(lab.idle()).as("no more to prepare, after one of fifteen pieces").isTrue();
    }
    press(KeyType.Escape);
    entered.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theScreenMayChangeItsSizeAtAnyMoment() throws Exception {
    CompletableFuture<List<String>> entered = hold(List.of(":stepped"));
    for (int columns : new int[] {60, 200, 50, 80, 1, 120}) {
      terminal.setTerminalSize(new TerminalSize(columns, columns / 4 + 1));
      type("SET a " + columns);
    }
    awaitText("·SET");
    terminal.setTerminalSize(new TerminalSize(100, 30));
    awaitText("SET a 120");
    awaitText("? help");
    press(KeyType.Escape);
    assertThat(entered.get(10, TimeUnit.SECONDS)).hasSize(7);
  }
}
