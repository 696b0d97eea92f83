package dev.kvarium.view;

import java.util.List;
import java.util.Optional;

/** The catalogue of views. */
public final class Views {
  private static final List<View> ALL =
      List.of(
          new KeyspaceView(),
          new InspectView(),
          new AofView(),
          new DiskView(),
          new LedgerView(),
          new ForkView(),
          new DifferenceView(),
          new DictView(),
          new ExpiryView(),
          new EvictionView(),
          new TimelineView(),
          new StreamView(),
          new ClientsView(),
          new LoopView(),
          new ReplicationView(),
          new MessagesView(),
          new SlabsView(),
          new LruView(),
          new RingView(),
          new StampedeView(),
          new CacheView(),
          new SlotsView());

  private Views() {}

  /** All views, in the order in which help lists them. */
  public static List<View> all() {
    return ALL;
  }

  /** The view of a name. */
  public static Optional<View> find(String name) {
    for (View view : ALL) {
      if (view.name().equalsIgnoreCase(name)) {
        return Optional.of(view);
      }
    }
    return Optional.empty();
  }
}
