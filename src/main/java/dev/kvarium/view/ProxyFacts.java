package dev.kvarium.view;

import dev.kvarium.base.CommandText;
import dev.kvarium.event.ProxyEvent;
import java.util.Locale;

/** What a twemproxy did with requests and servers, in words. */
public final class ProxyFacts {
  private static final int KEY_CHARS = 40;

  private ProxyFacts() {}

  /** A word for a lane of time; empty for what happens with every request. */
  public static String marker(ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.Routed routed -> "";
      case ProxyEvent.Fragmented split -> "·split";
      case ProxyEvent.Refused refused -> "✕refused";
      case ProxyEvent.Failed failed -> "✕failed";
      case ProxyEvent.Ejected ejected -> "✕ejected";
      case ProxyEvent.Returned back -> "▲returned";
    };
  }

  /** What happened, to be put behind its time. */
  public static String sentence(ProxyEvent event) {
    return switch (event) {
      case ProxyEvent.Routed routed ->
          routed.pool()
              + " gave "
              + routed.command().toUpperCase(Locale.ROOT)
              + " of "
              + CommandText.of(new byte[][] {routed.key().bytes()}, KEY_CHARS)
              + " to "
              + routed.server();
      case ProxyEvent.Fragmented split ->
          split.pool()
              + " split "
              + split.command().toUpperCase(Locale.ROOT)
              + " of "
              + Quantity.count(split.keys(), "key")
              + " into "
              + Quantity.count(split.parts(), "part");
      case ProxyEvent.Refused refused ->
          refused.pool()
              + " ended the connection of "
              + refused.client()
              + ": it does not serve "
              + (refused.command().isEmpty()
                  ? "what was sent"
                  : refused.command().toUpperCase(Locale.ROOT));
      case ProxyEvent.Failed failed ->
          failed.pool()
              + " lost "
              + failed.server()
              + ": "
              + failed.reason()
              + (failed.requests() == 0
                  ? ""
                  : ", told to " + Quantity.count(failed.requests(), "request"));
      case ProxyEvent.Ejected out ->
          out.pool()
              + " ejected "
              + out.server()
              + " after "
              + Quantity.count(out.failures(), "failure")
              + ": its keys belong to "
              + (out.live() == 1 ? "the one server" : "the " + out.live() + " servers")
              + " left";
      case ProxyEvent.Returned back ->
          back.pool()
              + " took "
              + back.server()
              + " back with its keys, unasked whether it is there or what it holds";
    };
  }

  /** Whether it changes what clients get. */
  static boolean isGrave(ProxyEvent event) {
    return !(event instanceof ProxyEvent.Routed || event instanceof ProxyEvent.Fragmented);
  }
}
