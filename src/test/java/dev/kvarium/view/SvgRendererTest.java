package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@Execution(ExecutionMode.CONCURRENT)
class SvgRendererTest {
  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  static Stream<Map.Entry<String, Picture>> pictures() throws ViewRefusal {
    Picture quoted = new DictView().look(Scenes.small(), List.of("a<b>&\"c\""));
    return Stream.concat(EveryViewTest.pictures(), Stream.of(Map.entry("quoted", quoted)));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyViewIsWellFormedAndDescribedAtEverySize(Map.Entry<String, Picture> each)
      throws Exception {
    Picture picture = each.getValue();
    for (int[] size : new int[][] {{40, 10}, {80, 24}, {200, 50}}) {
      Document svg = parse(SvgRenderer.render(picture, size[0], size[1]));
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
          .isEqualTo(picture.narration());
      Element root = svg.getDocumentElement();
      int width = Integer.parseInt(root.getAttribute("width"));
      for (String tag : new String[] {"text", "rect"}) {
        NodeList drawn = svg.getElementsByTagName(tag);
        for (int i = 0; i < drawn.getLength(); i++) {
          Element shape = (Element) drawn.item(i);
          int wide =
              Integer.parseInt(shape.getAttribute(tag.equals("text") ? "textLength" : "width"));
          int x = shape.hasAttribute("x") ? Integer.parseInt(shape.getAttribute("x")) : 0;
          assertThat(x + wide).as(each.getKey()).isLessThanOrEqualTo(width);
        }
      }
    }
  }

  @Test
  void wordsAreTextAndBlocksAreRectangles() throws Exception {
    Canvas canvas = new Canvas(20, 1);
    int x = canvas.text(0, 0, "a <b>  ", Style.BOLD);
    canvas.text(x, 0, "██▒▒漢", Style.DISK);
    Document svg = parse(SvgRenderer.render(canvas, "t", "d"));
    NodeList texts = svg.getElementsByTagName("text");
    assertThat(texts.getLength()).isEqualTo(2);
    assertThat(texts.item(0).getTextContent()).isEqualTo("a <b>");
    assertThat(((Element) texts.item(0)).getAttribute("class")).contains(" b");
    assertThat(texts.item(1).getTextContent()).isEqualTo("漢");
    assertThat(((Element) texts.item(1)).getAttribute("textLength")).isEqualTo("18");
    // the background, two full cells as one, two half dark ones as one
    NodeList boxes = svg.getElementsByTagName("rect");
    assertThat(boxes.getLength()).isEqualTo(3);
    assertThat(((Element) boxes.item(1)).getAttribute("x")).isEqualTo("63");
    assertThat(((Element) boxes.item(1)).getAttribute("width")).isEqualTo("18");
    assertThat(((Element) boxes.item(2)).getAttribute("opacity")).isEqualTo(".48");
  }

  @Test
  void whatXmlHasNoPlaceForBecomesAQuestionMark() throws Exception {
    Canvas canvas = new Canvas(4, 1);
    String svg = SvgRenderer.render(canvas, "a\u0001b\ufffe", "c\ud800");
    assertThat(parse(svg).getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a?b?");
  }

  @Test
  void everyColourCanBeReadOnItsBackground() {
    for (Hue hue : Hue.values()) {
      SvgRenderer.Colours colours = SvgRenderer.of(hue);
      assertThat(contrast(colours.light(), SvgRenderer.BACKGROUND.light()))
          .as(hue + " on light")
          .isGreaterThanOrEqualTo(4.5);
      assertThat(contrast(colours.dark(), SvgRenderer.BACKGROUND.dark()))
          .as(hue + " on dark")
          .isGreaterThanOrEqualTo(4.5);
    }
    assertThat(contrast(SvgRenderer.DIM.light(), SvgRenderer.BACKGROUND.light()))
        .isGreaterThanOrEqualTo(4.5);
    assertThat(contrast(SvgRenderer.DIM.dark(), SvgRenderer.BACKGROUND.dark()))
        .isGreaterThanOrEqualTo(4.5);
  }

  /** As WCAG 2.1 defines it. */
  private static double contrast(int first, int second) {
    double a = luminance(first);
    double b = luminance(second);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int part) {
    double share = (part & 0xff) / 255.0;
    return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
