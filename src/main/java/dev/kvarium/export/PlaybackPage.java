package dev.kvarium.export;

import dev.kvarium.lab.Part;
import dev.kvarium.script.PartText;
import dev.kvarium.view.Canvas;
import dev.kvarium.view.Hue;
import dev.kvarium.view.Picture;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.Spoken;
import dev.kvarium.view.StyledText;
import dev.kvarium.view.SvgRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A playback as one page of HTML that asks no network for anything. It is a list of all steps, each
 * with its reply and with the views that it changed, drawn and told in words; a script in the page
 * turns that into something to scrub through. Each picture is there twice, for a wide and for a
 * narrow window.
 */
public final class PlaybackPage {
  private static final int WIDE_COLUMNS = 80;
  private static final int NARROW_COLUMNS = 44;

  /** A picture that would be taller is cut, and says so. */
  private static final int MOST_ROWS = 32;

  /** The virtual time in the title of a picture, by which alone no picture is another. */
  private static final Pattern CLOCK = Pattern.compile("t (\\d+:)?\\d\\d:\\d\\d\\.\\d{3}");

  /** What stands in the page is all that it may use, so nothing in it can ask a network. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none';"
          + " form-action 'none'";

  private final Playback playback;
  private final StringBuilder out = new StringBuilder();

  private PlaybackPage(Playback playback) {
    this.playback = playback;
  }

  /** The whole page. */
  public static String of(Playback playback) {
    PlaybackPage page = new PlaybackPage(playback);
    page.write();
    return page.out.toString();
  }

  private void write() {
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY);
    out.append("\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    out.append("<title>");
    out.append(Html.text(playback.title())).append(" · Kvarium</title>\n<style>\n");
    out.append(PageSheet.text()).append("</style>\n</head>\n<body>\n");
    out.append("<a class=\"skip\" href=\"#list\">To the steps</a>\n<header>\n<h1>");
    out.append(Html.text(playback.title())).append("</h1>\n");
    paragraphs(playback.intro(), "");
    long end = playback.frames().isEmpty() ? 0 : playback.frames().getLast().sinceStartMicros();
    paragraph(
        "quiet",
        Quantity.count(playback.frames().size(), "step")
            + "; ends at "
            + Quantity.clock(end)
            + " of virtual time, in "
            + playback.spec().line().substring(":world ".length()));
    out.append("</header>\n");
    scrub();
    out.append("<main>\n<section id=\"list\" aria-labelledby=\"steps-title\" tabindex=\"0\">\n");
    out.append("<h2 id=\"steps-title\">Steps</h2>\n<ol id=\"steps\">\n");
    List<String> before = new ArrayList<>(playback.sights().stream().map(each -> "").toList());
    for (Frame frame : playback.frames()) {
      step(frame, before);
    }
    out.append("</ol>\n</section>\n<section id=\"views\" aria-labelledby=\"views-title\">\n");
    out.append("<h2 id=\"views-title\">What is inside at this step</h2>\n</section>\n</main>\n");
    out.append("<footer>\n<p>Made by Kvarium. The same once more: <code>kvarium run ");
    out.append(Html.text(playback.name())).append("</code></p>\n</footer>\n<script>\n");
    out.append(PageScript.TEXT).append("</script>\n</body>\n</html>\n");
  }

  private void scrub() {
    int steps = StrictMath.max(1, playback.frames().size());
    out.append("<nav id=\"scrub\" aria-label=\"Timeline\">\n<div>\n");
    for (String says : List.of("First", "Back", "Play", "Next", "Last")) {
      String pressed = says.equals("Play") ? " aria-pressed=\"false\"" : "";
      out.append("<button type=\"button\"").append(pressed).append('>').append(says);
      out.append("</button>\n");
    }
    out.append("<input id=\"at\" type=\"range\" min=\"1\" max=\"").append(steps);
    out.append("\" value=\"1\" aria-label=\"Step\">\n");
    marks();
    out.append("<p id=\"says\" role=\"status\"></p>\n</div>\n</nav>\n");
  }

  /** A mark for each step, higher where a limit was passed, and highest where something is lost. */
  private void marks() {
    int steps = playback.frames().size();
    out.append(
        "<svg id=\"marks\" aria-hidden=\"true\" preserveAspectRatio=\"none\" viewBox=\"0 0 ");
    out.append(StrictMath.max(1, steps) * 10).append(" 14\">");
    for (Frame frame : playback.frames()) {
      Weight weight = weight(frame);
      int high = weight == Weight.LOSS ? 14 : weight == Weight.LIMIT ? 10 : 5;
      String kind = weight == Weight.LOSS ? "loss" : weight == Weight.LIMIT ? "limit" : "tick";
      out.append("<rect class=\"").append(kind).append("\" x=\"").append(frame.number() * 10 - 9);
      out.append("\" y=\"").append(14 - high).append("\" width=\"8\" height=\"").append(high);
      out.append("\"/>");
    }
    out.append("</svg>\n");
  }

  private enum Weight {
    PLAIN,
    LIMIT,
    LOSS
  }

  private static Weight weight(Frame frame) {
    Weight weight = Weight.PLAIN;
    for (Part part : frame.parts()) {
      if (part instanceof Part.Glass glass) {
        Weight line = weight(glass.line());
        weight = line.compareTo(weight) > 0 ? line : weight;
      }
      if (part instanceof Part.Said said && said.text().matches("(?s)lost: (?!nothing).*")) {
        return Weight.LOSS;
      }
    }
    return weight;
  }

  private static Weight weight(StyledText line) {
    for (StyledText.Piece piece : line.pieces()) {
      if (piece.style().hue() == Hue.LOST) {
        return Weight.LOSS;
      }
    }
    return line.text().startsWith("▲") ? Weight.LIMIT : Weight.PLAIN;
  }

  private void step(Frame frame, List<String> before) {
    String time = Quantity.clock(frame.sinceStartMicros());
    String says =
        frame.number() + " of " + playback.frames().size() + " · " + time + " · " + frame.entry();
    out.append("<li id=\"step-").append(frame.number()).append("\" data-says=\"");
    out.append(Html.text(cut(says))).append("\">\n");
    paragraphs(frame.prose(), "prose");
    out.append("<h3><a href=\"#step-").append(frame.number()).append("\">");
    out.append(Html.text(frame.prompt() + cut(frame.entry()))).append("</a></h3>\n");
    for (Part part : frame.parts()) {
      part(frame, part);
    }
    for (Frame.Check check : frame.checks()) {
      paragraph(
          check.holds() ? "quiet" : "lost",
          (check.holds() ? "holds: " : "does not hold: ") + check.line().substring(2));
    }
    for (int i = 0; i < playback.sights().size(); i++) {
      Optional<Picture> picture = frame.sights().get(i);
      if (picture.isPresent()) {
        figure(playback.sights().get(i).name(), i, picture.get(), before, time);
      }
    }
    out.append("</li>\n");
  }

  private static String cut(String text) {
    return text.length() <= 300 ? text : text.substring(0, 299) + "…";
  }

  private void part(Frame frame, Part part) {
    switch (part) {
      case Part.Glass glass -> {
        String kind =
            switch (weight(glass.line())) {
              case PLAIN -> "glass-line";
              case LIMIT -> "passed";
              case LOSS -> "lost";
            };
        pre(kind, glass.line().text());
      }
      case Part.Picture shown -> {
        if (!isSight(frame.entry())) {
          narrow(shown.picture(), frame.entry(), "");
          told(shown.picture());
        }
      }
      case Part.Problem problem -> pre("lost", problem.what());
      case Part.Replied replied -> pre("", replied.text());
      case Part.Delivered delivered -> pre("", delivered.lines());
      case Part.Said said -> pre("", PartText.all(List.of(said)));
      case Part.Offered offered -> pre("", PartText.all(List.of(offered)));
    }
  }

  private void figure(String name, int order, Picture picture, List<String> before, String time) {
    String words = picture.narration();
    String wide = drawn(picture, WIDE_COLUMNS, "wide", name);
    String now = CLOCK.matcher(wide + words).replaceAll("");
    if (now.equals(before.get(order))) {
      return;
    }
    before.set(order, now);
    out.append("<figure data-view=\"").append(Html.text(name)).append("\" data-order=\"");
    out.append(order).append("\">\n<figcaption><b>").append(Html.text(name));
    out.append("</b> <span class=\"quiet\">as of ").append(time).append("</span></figcaption>\n");
    out.append(wide);
    narrow(picture, name, "narrow");
    told(picture);
    out.append("</figure>\n");
  }

  private void narrow(Picture picture, String name, String kind) {
    out.append(drawn(picture, NARROW_COLUMNS, kind, name));
  }

  /** The picture as SVG, with the first of its words; all of them stand beneath it. */
  private static String drawn(Picture picture, int columns, String kind, String name) {
    Canvas canvas = picture.draw(columns, StrictMath.min(MOST_ROWS, picture.rows(columns)));
    String first = Spoken.words(picture.narration()).lines().findFirst().orElse("");
    return SvgRenderer.inline(canvas, kind, name + ", drawn", first);
  }

  /** Whether a line shows what is looked at after each line anyway. */
  private boolean isSight(String entry) {
    return playback.sights().stream()
        .anyMatch(each -> entry.equals(":show " + each.name()) || entry.equals(":" + each.name()));
  }

  private void told(Picture picture) {
    out.append("<details open>\n<summary>In words</summary>\n");
    Spoken.words(picture.narration()).lines().forEach(line -> paragraph("", line));
    out.append("</details>\n");
  }

  private void paragraphs(String text, String kind) {
    if (!text.isBlank()) {
      paragraph(kind, text);
    }
  }

  private void paragraph(String kind, String text) {
    out.append("<p").append(kind.isEmpty() ? "" : " class=\"" + kind + "\"").append('>');
    out.append(Html.text(text)).append("</p>\n");
  }

  private void pre(String kind, String text) {
    out.append("<pre").append(kind.isEmpty() ? "" : " class=\"" + kind + "\"").append('>');
    out.append(Html.text(text)).append("</pre>\n");
  }
}
