package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All worlds of a session as one script: where the way of a world parts from another's it is copied
 * from that one, so that what they have in common stands there once.
 *
 * <pre>
 *   first     SET a 1 ── SET b 2                 :world redis seed=1
 *                └ copy   DEL a                  &gt; SET a 1
 *                                                :fork copy
 *                                                &gt; DEL a
 *                                                :world first
 *                                                &gt; SET b 2
 * </pre>
 *
 * <p>A world that has nothing in common with another is begun anew in a copy. The script ends in
 * the world at hand.
 */
public final class SessionScript {
  private final Lab lab;
  private final Optional<Sandbox> sandbox;
  private final SequencedMap<String, Way> ways = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private String at = Lab.FIRST_WORLD;

  /**
   * The way of a world from the one that it parts from.
   *
   * @param from the name of that; empty for the first way of all
   * @param common how many blocks of their recordings both begin with
   */
  private record Way(String name, List<String> blocks, String from, int common) {}

  private SessionScript(Lab lab) {
    this.lab = lab;
    this.sandbox =
        lab.sandbox()
            .filter(each -> lab.worlds().contains(each.name()))
            .filter(each -> lab.worlds().contains(each.home()));
  }

  /** The script; of a session with one world the recording of that world. */
  public static String of(Lab lab, Recording.Extent extent) {
    if (lab.worlds().size() == 1) {
      return Recording.of(lab, extent);
    }
    SessionScript script = new SessionScript(lab);
    script.find(extent);
    script.write();
    return script.text.toString();
  }

  /** Finds for each world the one with which it has most in common; for a sandbox its home. */
  private void find(Recording.Extent extent) {
    List<String> names = new ArrayList<>(lab.worlds());
    names.sort(
        Comparator.comparing(name -> name.equals(Lab.FIRST_WORLD) ? 0 : isSandbox(name) ? 2 : 1));
    for (String name : names) {
      List<String> blocks = Recording.blocks(lab.timeline(name), extent);
      Way way = new Way(name, blocks, "", 0);
      for (Way other : ways.values()) {
        int common = common(blocks, other.blocks());
        boolean nearer = way.from().isEmpty() || common > way.common();
        if (isSandbox(name) ? other.name().equals(sandbox.get().home()) : nearer) {
          way = new Way(name, blocks, other.name(), common);
        }
      }
      ways.put(name, way);
    }
  }

  private boolean isSandbox(String name) {
    return sandbox.filter(each -> each.name().equals(name)).isPresent();
  }

  private static int common(List<String> one, List<String> other) {
    int common = 0;
    while (common < StrictMath.min(one.size(), other.size())
        && one.get(common).equals(other.get(common))) {
      common++;
    }
    return common;
  }

  private void write() {
    Way first = ways.firstEntry().getValue();
    text.append(first.blocks().getFirst());
    if (!first.name().equals(at)) {
      copyTo(first.name());
      line(":drop " + Lab.FIRST_WORLD);
    }
    follow(first, 1);
    goTo(lab.worldName());
  }

  /** Writes the blocks of a way from a number on, and at its place each way that parts from it. */
  private void follow(Way way, int from) {
    for (int i = from; i <= way.blocks().size(); i++) {
      for (Way other : ways.values()) {
        if (other.from().equals(way.name()) && other.common() == i) {
          goTo(way.name());
          copyTo(other.name());
          follow(other, i);
        }
      }
      if (i < way.blocks().size()) {
        goTo(way.name());
        text.append(way.blocks().get(i));
      }
    }
    for (Way other : ways.values()) {
      if (other.from().equals(way.name()) && other.common() < from) {
        goTo(way.name());
        copyTo(other.name());
        text.append(other.blocks().getFirst());
        follow(other, 1);
      }
    }
  }

  private void goTo(String world) {
    if (!world.equals(at)) {
      line(":world " + world);
      at = world;
    }
  }

  private void copyTo(String world) {
    line(isSandbox(world) && world.equals(Sandbox.NAME) ? ":sandbox" : ":fork " + world);
    at = world;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
