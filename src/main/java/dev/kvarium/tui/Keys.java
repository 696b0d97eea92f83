package dev.kvarium.tui;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.MouseAction;
import java.util.Optional;

/** What a key means here. */
final class Keys {
  /** Rows that a turn of the wheel moves. */
  private static final int TURN = 3;

  private Keys() {}

  /** The message of a key; none where it means nothing. */
  static Optional<Message> message(KeyStroke stroke) {
    boolean word = stroke.isAltDown() || stroke.isCtrlDown();
    return switch (stroke.getKeyType()) {
      case Character -> character(stroke);
      case Enter -> pressed(Key.ENTER);
      case Tab -> pressed(Key.TAB);
      case ReverseTab -> pressed(Key.BACK_TAB);
      case Backspace -> pressed(Key.BACKSPACE);
      case Delete -> pressed(Key.DELETE);
      case ArrowLeft -> pressed(word ? Key.WORD_LEFT : Key.LEFT);
      case ArrowRight -> pressed(word ? Key.WORD_RIGHT : Key.RIGHT);
      case ArrowUp -> pressed(stroke.isAltDown() ? Key.VIEW_UP : Key.UP);
      case ArrowDown -> pressed(stroke.isAltDown() ? Key.VIEW_DOWN : Key.DOWN);
      case Home -> pressed(Key.HOME);
      case End -> pressed(Key.END);
      case PageUp -> pressed(Key.PAGE_UP);
      case PageDown -> pressed(Key.PAGE_DOWN);
      case Escape -> pressed(Key.ESCAPE);
      case F1 -> chose(1);
      case F2 -> chose(2);
      case F3 -> chose(3);
      case F4 -> chose(4);
      case F5 -> chose(5);
      case F6 -> chose(6);
      case F7 -> chose(7);
      case F8 -> chose(8);
      case F9 -> chose(9);
      case MouseEvent -> mouse(stroke);
      default -> Optional.empty();
    };
  }

  private static Optional<Message> character(KeyStroke stroke) {
    char c = stroke.getCharacter();
    if (stroke.isCtrlDown()) {
      return switch (c) {
        case 'a' -> pressed(Key.HOME);
        case 'b' -> pressed(Key.LEFT);
        case 'c' -> pressed(Key.INTERRUPT);
        case 'd' -> pressed(Key.END_OF_INPUT);
        case 'e' -> pressed(Key.END);
        case 'f' -> pressed(Key.RIGHT);
        case 'k' -> pressed(Key.KILL_TO_END);
        case 'l' -> pressed(Key.REDRAW);
        case 'n' -> pressed(Key.DOWN);
        case 'o' -> pressed(Key.SHARE);
        case 'p' -> pressed(Key.UP);
        case 'u' -> pressed(Key.KILL_LINE);
        case 'w' -> pressed(Key.KILL_WORD);
        case 'y' -> pressed(Key.FORWARD);
        case 'z' -> pressed(Key.BACK);
        default -> Optional.empty();
      };
    }
    if (stroke.isAltDown()) {
      return switch (c) {
        case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> chose(c - '0');
        case '+', '=' -> pressed(Key.FASTER);
        case '-' -> pressed(Key.SLOWER);
        case 'b' -> pressed(Key.WORD_LEFT);
        case 'f' -> pressed(Key.WORD_RIGHT);
        case 'h' -> pressed(Key.HINT);
        case 'n' -> pressed(Key.NARRATE);
        default -> Optional.empty();
      };
    }
    return Optional.of(new Message.Typed(String.valueOf(c)));
  }

  private static Optional<Message> mouse(KeyStroke stroke) {
    if (!(stroke instanceof MouseAction action)) {
      return Optional.empty();
    }
    int column = action.getPosition().getColumn();
    int row = action.getPosition().getRow();
    return switch (action.getActionType()) {
      case CLICK_DOWN -> Optional.of(new Message.Clicked(column, row));
      case SCROLL_UP -> Optional.of(new Message.Wheeled(column, row, -TURN));
      case SCROLL_DOWN -> Optional.of(new Message.Wheeled(column, row, TURN));
      default -> Optional.empty();
    };
  }

  private static Optional<Message> pressed(Key key) {
    return Optional.of(new Message.Pressed(key));
  }

  private static Optional<Message> chose(int number) {
    return Optional.of(new Message.Chose(number));
  }
}
