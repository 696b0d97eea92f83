package dev.kvarium.lesson;

import dev.kvarium.script.UnusableScript;
import dev.kvarium.view.Style;
import dev.kvarium.view.StyledText;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Makes prose of Markdown. */
final class ProseReader {
  static final Parser MARKDOWN =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

  private final String file;
  private final List<Prose.Block> blocks = new ArrayList<>();
  private final List<String> leads = new ArrayList<>();
  private String remember = "";

  ProseReader(String file) {
    this.file = file;
  }

  /** The line of the file on which a block begins; 0 when that is not known. */
  static int line(Node node) {
    return node.getSourceSpans().isEmpty()
        ? 0
        : node.getSourceSpans().getFirst().getLineIndex() + 1;
  }

  /** Words of one paragraph, as they stand in choices, hints and advice. */
  static StyledText inline(String markdown) {
    Node paragraph = MARKDOWN.parse(markdown).getFirstChild();
    return paragraph instanceof Paragraph
        ? inline(paragraph, Style.PLAIN)
        : StyledText.of(markdown.strip());
  }

  /** Adds a block of the document to the prose. */
  void add(Node node) throws UnusableScript {
    add(node, "", "");
  }

  /** What was added since the last call. */
  Lesson.Text taken(int line) {
    Lesson.Text text = new Lesson.Text(line, new Prose(blocks), remember, leads);
    blocks.clear();
    leads.clear();
    remember = "";
    return text;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  private void add(Node node, String mark, String rest) throws UnusableScript {
    switch (node) {
      case Paragraph paragraph -> {
        if (paragraph.getFirstChild() instanceof StrongEmphasis lead) {
          leads.add(inline(lead, Style.BOLD).text());
        }
        StyledText text = inline(paragraph, Style.PLAIN);
        if (text.text().startsWith("|")) {
          throw new UnusableScript(
              file, line(node), "a table is not shown at a prompt: use a list, or code");
        }
        blocks.add(new Prose.Block(true, mark, rest, true, text));
      }
      case Heading heading ->
          blocks.add(new Prose.Block(true, mark, rest, true, inline(heading, Style.BOLD)));
      case BlockQuote quote -> {
        int first = blocks.size();
        addAll(quote, mark + "│ ", rest + "│ ");
        if (first < blocks.size()) {
          remember = blocks.get(first).text().text();
        }
      }
      case BulletList list -> addItems(list, mark, rest, "- ", 0);
      case OrderedList list ->
          addItems(
              list,
              mark,
              rest,
              "",
              list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber());
      case FencedCodeBlock code -> blocks.add(code(code.getLiteral(), rest));
      case IndentedCodeBlock code -> blocks.add(code(code.getLiteral(), rest));
      case ThematicBreak line -> {}
      case HtmlBlock html -> {
        if (!html.getLiteral().startsWith("<!--")) {
          throw new UnusableScript(file, line(node), "HTML is not shown at a prompt: use Markdown");
        }
      }
      default ->
          throw new UnusableScript(
              file,
              line(node),
              "cannot be shown at a prompt: "
                  + node.getClass().getSimpleName()
                  + "; take paragraphs, lists, quotes and fenced code");
    }
  }

  private void addAll(Node parent, String mark, String rest) throws UnusableScript {
    String own = mark;
    for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
      add(child, own, rest);
      own = rest;
    }
  }

  /** The items of a list, marked, or numbered where no bullet is given. */
  private void addItems(Node list, String mark, String rest, String bullet, int start)
      throws UnusableScript {
    int number = start;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (item instanceof ListItem) {
        String label = bullet.isEmpty() ? number++ + ". " : bullet;
        int first = blocks.size();
        addAll(item, mark + label, rest + " ".repeat(label.length()));
        if (first < blocks.size() && item.getPrevious() != null) {
          Prose.Block block = blocks.get(first);
          blocks.set(
              first,
              new Prose.Block(false, block.mark(), block.rest(), block.wraps(), block.text()));
        }
      }
    }
  }

  private static Prose.Block code(String literal, String rest) {
    String indent = rest + "    ";
    return new Prose.Block(true, indent, indent, false, StyledText.of(literal.stripTrailing()));
  }

  private static StyledText inline(Node parent, Style style) {
    StyledText text = StyledText.EMPTY;
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      text =
          text.plus(
              switch (node) {
                case Text plain -> StyledText.of(plain.getLiteral(), style);
                case Code code -> StyledText.of(code.getLiteral(), style.withBold());
                case StrongEmphasis strong -> inline(strong, style.withBold());
                case Emphasis emphasis -> inline(emphasis, style.withUnderline());
                case SoftLineBreak soft -> StyledText.of(" ", style);
                case HardLineBreak hard -> StyledText.of("\n", style);
                case Image image -> inline(image, style);
                case Link link -> link(link, style);
                case HtmlInline html -> StyledText.EMPTY;
                default -> inline(node, style);
              });
    }
    return text;
  }

  private static StyledText link(Link link, Style style) {
    StyledText words = inline(link, style);
    String address = link.getDestination();
    return words.text().equals(address) ? words : words.plus(" (" + address + ")", style);
  }
}
