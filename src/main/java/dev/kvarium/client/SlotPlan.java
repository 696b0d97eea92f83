package dev.kvarium.client;

import dev.kvarium.base.Crc16;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which slots move from where to where: as {@code redis-cli --cluster reshard} and {@code
 * rebalance} choose them.
 *
 * <pre>
 *   rebalance, weights a=1 b=1 c=2        has     should have    balance
 *                                   a   5,461          4,096      +1,365
 *                                   b   5,462          4,096      +1,366
 *                                   c   5,461          8,192      -2,731
 *   most needed first, from the one that has the most to give: 1,366 b → c, 1,365 a → c
 * </pre>
 *
 * <p>Of a node that gives, its lowest slots go. Source: clusterManagerCommandRebalance and
 * clusterManagerComputeReshardTable in redis-cli.c of 7.0.15, which reckon in floats.
 */
public final class SlotPlan {
  private SlotPlan() {}

  /** A primary with its slots, in their order. */
  public record Primary(String address, String id, List<Integer> slots) {
    public Primary {
      slots = List.copyOf(slots);
    }
  }

  /** A slot that is to move. */
  public record Move(int slot, Primary from, Primary to) {}

  /** So many slots for one, from each of the others in proportion to what it has. */
  public static List<Move> reshard(List<Primary> sources, Primary to, int slots) {
    List<Primary> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparingInt((Primary each) -> each.slots().size()).reversed());
    int all = 0;
    for (Primary each : sources) {
      all += each.slots().size();
    }
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Primary from = sorted.get(i);
      float share = (float) slots / all * from.slots().size();
      int most = (int) (i == 0 ? StrictMath.ceil(share) : StrictMath.floor(share));
      for (int slot : from.slots().subList(0, StrictMath.min(most, from.slots().size()))) {
        if (moves.size() < slots) {
          moves.add(new Move(slot, from, to));
        }
      }
    }
    return moves;
  }

  /**
   * Gives each as many slots as its weight is worth.
   *
   * @param weights by address; 1 for those that are not named
   * @param thresholdPercent nothing moves when nobody is further from its share than this
   * @param empty whether those without slots get some
   */
  public static List<Move> rebalance(
      List<Primary> primaries, Map<String, Float> weights, float thresholdPercent, boolean empty) {
    List<Primary> involved = new ArrayList<>();
    float total = 0;
    for (Primary each : primaries) {
      if (empty || !each.slots().isEmpty()) {
        involved.add(each);
        total += weight(weights, each);
      }
    }
    Map<Primary, Integer> balances = new LinkedHashMap<>();
    int sum = 0;
    boolean over = false;
    for (Primary each : involved) {
      int has = each.slots().size();
      int expected = (int) ((float) Crc16.SLOTS / total * weight(weights, each));
      balances.put(each, has - expected);
      sum += has - expected;
      over |=
          has > 0 ? StrictMath.abs(100 - 100.0 * expected / has) > thresholdPercent : expected > 1;
    }
    if (!over) {
      return List.of();
    }
    while (sum > 0) {
      for (Primary each : involved) {
        if (balances.getOrDefault(each, 0) <= 0 && sum > 0) {
          balances.merge(each, -1, Integer::sum);
          sum--;
        }
      }
    }
    return matched(involved, balances);
  }

  private static float weight(Map<String, Float> weights, Primary of) {
    return weights.getOrDefault(of.address(), 1f);
  }

  private static List<Move> matched(List<Primary> involved, Map<Primary, Integer> balances) {
    List<Primary> sorted = new ArrayList<>(involved);
    sorted.sort(Comparator.comparingInt(each -> balances.getOrDefault(each, 0)));
    Map<Primary, Integer> given = new LinkedHashMap<>();
    List<Move> moves = new ArrayList<>();
    int to = 0;
    int from = sorted.size() - 1;
    while (to < from) {
      Primary taker = sorted.get(to);
      Primary giver = sorted.get(from);
      int needed = StrictMath.abs(balances.getOrDefault(taker, 0));
      int spare = StrictMath.abs(balances.getOrDefault(giver, 0));
      int slots = StrictMath.min(needed, spare);
      int first = given.getOrDefault(giver, 0);
      for (int slot : giver.slots().subList(first, first + slots)) {
        moves.add(new Move(slot, giver, taker));
      }
      given.merge(giver, slots, Integer::sum);
      to += balances.merge(taker, slots, Integer::sum) == 0 ? 1 : 0;
      from -= balances.merge(giver, -slots, Integer::sum) == 0 ? 1 : 0;
    }
    return moves;
  }
}
