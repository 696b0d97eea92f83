package dev.kvarium.export;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.NearWords;
import dev.kvarium.lab.Recording;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.SessionScript;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Picture;
import dev.kvarium.view.PlainRenderer;
import dev.kvarium.view.SvgRenderer;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be made of a session or a script, by the ending of the file that it is to go into.
 *
 * @param name of the script, or of the session
 * @param script as it is replayed, with its replies
 * @param entered the lines that were entered, without what came of them
 * @param lab the world as it is at the end
 */
public record Export(String name, String script, String entered, Lab lab) {
  /** The endings of the files that can be made, for help. */
  public static final String ENDINGS = ".kv .txt .cast .html .svg";

  private static final int COLUMNS = 80;
  private static final int MOST_ROWS = 200;

  /** The session: as a script all its worlds, as anything else the one at hand. */
  public static Export of(Lab lab) {
    return new Export(
        lab.worldName().equals(Lab.FIRST_WORLD) ? "session" : lab.worldName(),
        SessionScript.of(lab, Recording.Extent.SCRIPT),
        Recording.of(lab, Recording.Extent.ENTERED),
        lab);
  }

  /**
   * The text of a file.
   *
   * @param file whose ending says what is wanted
   * @param sights the views that are wanted; empty: those that suggest themselves
   */
  public String text(String file, List<Sight> sights) throws Refusal {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "kv" -> {
        noSights(file, sights);
        yield script;
      }
      case "txt" ->
          sights.isEmpty()
              ? PlainTranscript.of(playback(List.of()))
              : new PlainRenderer(false).render(canvasOf(one(file, sights)));
      case "cast" -> {
        noSights(file, sights);
        yield Asciicast.of(playback(List.of()));
      }
      case "html", "htm" -> {
        Script parsed = parsed();
        yield PlaybackPage.of(
            Playback.of(parsed, lab.files(), sights.isEmpty() ? Sights.of(parsed) : sights));
      }
      case "svg" -> {
        Picture picture = one(file, sights);
        yield SvgRenderer.render(picture, COLUMNS, rows(picture));
      }
      default ->
          throw new Refusal(
              "what "
                  + file
                  + " is to be shows in its ending: .kv a script, .txt a transcript, .cast for"
                  + " asciinema, .html a page to scrub through; with a view also .svg or .txt");
    };
  }

  private static Canvas canvasOf(Picture picture) {
    return picture.draw(COLUMNS, rows(picture));
  }

  private static int rows(Picture picture) {
    return StrictMath.min(MOST_ROWS, picture.rows(COLUMNS));
  }

  private static void noSights(String file, List<Sight> sights) throws Refusal {
    if (!sights.isEmpty()) {
      throw new Refusal(
          file
              + " holds no view: a view goes into .svg, .txt or .html, not '"
              + sights.getFirst().name()
              + "' into this");
    }
  }

  private Picture one(String file, List<Sight> sights) throws Refusal {
    if (sights.size() != 1) {
      throw new Refusal(file + " holds one view, as in " + file + " keyspace: " + names());
    }
    Sight sight = sights.getFirst();
    Optional<Picture> picture = sight.look(lab);
    return picture.orElseThrow(
        () -> new Refusal("there is nothing to be seen of " + sight.name() + " at " + lab.node()));
  }

  private Playback playback(List<Sight> sights) throws Refusal {
    return Playback.of(parsed(), lab.files(), sights);
  }

  private Script parsed() throws Refusal {
    try {
      return ScriptParser.parse(name, entered);
    } catch (UnusableScript defect) {
      throw new Refusal(defect.what());
    }
  }

  /** The views that words name, parted by commas: {@code inspect user:1, aof}. */
  public static List<Sight> sights(List<String> words) throws Refusal {
    List<Sight> sights = new ArrayList<>();
    String all = String.join(" ", words);
    for (String each : all.isBlank() ? new String[0] : all.split(",")) {
      List<String> wish = List.of(each.strip().split(" +"));
      String view = wish.getFirst();
      sights.add(
          Sight.of(view, wish.subList(1, wish.size()))
              .orElseThrow(
                  () ->
                      new Refusal(
                          "there is no view '"
                              + view
                              + "'"
                              + NearWords.question(
                                  view, Views.all().stream().map(View::name).toList(), names()))));
    }
    return sights;
  }

  private static String names() {
    return "there are " + String.join(", ", Views.all().stream().map(View::name).toList());
  }
}
