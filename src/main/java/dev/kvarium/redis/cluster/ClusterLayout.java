package dev.kvarium.redis.cluster;

import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A cluster whose nodes know one another from the start: slots in equal runs over the primaries,
 * replicas dealt out in turn, as redis-cli creates one.
 */
public final class ClusterLayout {
  private static final int ID_BYTES = 20;

  /** Where a node is. */
  public record Place(String host, int port, int busPort) {
    /** With its bus where it is if nothing else is said. */
    public static Place of(String host, int port) {
      return new Place(host, port, port + ClusterOrders.BUS_STEP);
    }
  }

  private final List<Place> places;
  private final List<String> ids = new ArrayList<>();
  private final int primaries;

  /**
   * A layout.
   *
   * @param places the primaries, then the replicas
   * @param chance gives each node its name
   */
  public ClusterLayout(List<Place> places, int primaries, Randomness chance) {
    this.places = List.copyOf(places);
    this.primaries = primaries;
    for (int i = 0; i < places.size(); i++) {
      byte[] id = new byte[ID_BYTES];
      for (int j = 0; j < id.length; j++) {
        id[j] = (byte) chance.nextLong();
      }
      ids.add(HexFormat.of().formatHex(id));
    }
  }

  /** How many nodes there are. */
  public int size() {
    return places.size();
  }

  /** The slots of a primary: the first, and the first behind them. */
  private int firstSlot(int primary) {
    return (int) StrictMath.round((double) Table.SLOTS / primaries * primary);
  }

  /** What the file of a node says: {@code nodes.conf}. */
  public String file(int self) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      boolean replica = i >= primaries;
      int primary = i % primaries;
      text.append(ids.get(i)).append(' ').append(place.host()).append(':').append(place.port());
      text.append('@').append(place.busPort()).append(i == self ? " myself," : " ");
      text.append(replica ? "slave " + ids.get(primary) : "master -");
      text.append(" 0 0 ").append(primary + 1).append(" connected");
      if (!replica) {
        text.append(' ').append(firstSlot(i)).append('-').append(firstSlot(i + 1) - 1);
      }
      text.append('\n');
    }
    return text.append("vars currentEpoch ")
        .append(primaries)
        .append(" lastVoteEpoch 0\n")
        .toString();
  }
}
