package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.script.LabState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Enters lines into a lab and remembers its state behind each step, to be looked for again. */
public final class Journey {
  private final Lab lab;
  private final List<String> states = new ArrayList<>();
  private String last;

  public Journey(Lab lab) {
    this.lab = lab;
    this.last = state();
  }

  /** What can be known of the world; the prompt may have gone to another node meanwhile. */
  private String state() {
    return LabState.of(lab);
  }

  /** Enters a line; one that goes through time or worlds by itself is left out. */
  public void enter(String line) {
    if (line.matches(":(seek|back|fork|diff|world (?!redis)).*")) {
      return;
    }
    String before = state();
    lab.enter(line);
    if (line.startsWith(":world")) {
      states.clear();
    }
    while (states.size() < lab.steps()) {
      states.add(before);
    }
    last = state();
  }

  /** Goes to each step backwards, forwards and at random, and compares. */
  public void seekEverywhere(long seed) {
    List<String> all = new ArrayList<>(states);
    all.add(last);
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> aims = new ArrayList<>();
    for (int i = states.size(); i >= 0; i--) {
      aims.add(i);
    }
    for (int i = 0; i <= states.size(); i++) {
      aims.add(i);
    }
    for (int i = 0; i < 2 * states.size(); i++) {
      aims.add(random.nextInt(all.size()));
    }
    for (int aim : aims) {
      assertThat(lab.enter(":seek #" + aim).failed()).isFalse();
      assertThat(difference(all.get(aim), state())).as("seed %d, step %d", seed, aim).isEmpty();
      if (aim < states.size() && random.nextInt(4) == 0) {
        // what only looks, and the clock on the wall, do not change the path that lies ahead
        if (!lab.prompt().contains("(TX)")) { // there it would be queued, which is a step
          lab.enter("EXISTS s0 s1");
        }
        lab.pace(random.nextInt(100_000));
      }
    }
  }

  /** The first line that is not the same; a state is too long to be shown. */
  static String difference(String was, String is) {
    List<String> wanted = was.lines().toList();
    List<String> got = is.lines().toList();
    for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
      String one = i < wanted.size() ? wanted.get(i) : "nothing";
      String other = i < got.size() ? got.get(i) : "nothing";
      if (!one.equals(other)) {
        return "was " + one + "\n is " + other;
      }
    }
    return "";
  }

  /** Copies the world, goes on differently in the copy, and looks whether the first is the same. */
  public static void forkAndDiverge(Lab lab, List<String> lines) {
    String before = LabState.of(lab);
    String origin = lab.worldName();
    String name = "other-" + lab.worlds().size();
    lab.enter(":fork " + name);
    assertThat(difference(withoutPrompt(before), withoutPrompt(LabState.of(lab)))).isEmpty();
    lines.forEach(lab::enter);
    assertThat(withoutPrompt(LabState.of(lab))).isNotEqualTo(withoutPrompt(before));
    lab.enter(":world " + origin);
    assertThat(difference(before, LabState.of(lab))).isEmpty();
  }

  /** The prompt names the world. */
  private static String withoutPrompt(String state) {
    return state.replaceFirst("(?m)^.*> ", "");
  }
}
