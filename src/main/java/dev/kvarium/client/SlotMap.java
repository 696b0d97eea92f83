package dev.kvarium.client;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc16;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who has which slot, as a client believes.
 *
 * <pre>
 *   CLUSTER SLOTS ──► all slots anew          MOVED 42 b:6379 ──► slot 42: b:6379
 *                                             ASK 42 b:6379   ──► nothing: 42 is still a's
 * </pre>
 *
 * <p>The map may be wrong at any time, and nobody tells the client: it learns so from the node that
 * it asks in vain.
 */
final class SlotMap {
  private static final String NOBODY = "";

  private final String[] owners = new String[Crc16.SLOTS];

  SlotMap() {
    Arrays.fill(owners, NOBODY);
  }

  /** The address of the owner, if there is one. */
  Optional<String> owner(int slot) {
    return owners[slot].equals(NOBODY) ? Optional.empty() : Optional.of(owners[slot]);
  }

  /** Notes an owner; who had it before, empty for nobody. */
  String note(int slot, String address) {
    String before = owners[slot];
    owners[slot] = address;
    return before;
  }

  /** The addresses of all that have a slot, in the order of their first. */
  List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    for (String each : owners) {
      if (!each.equals(NOBODY) && !nodes.contains(each)) {
        nodes.add(each);
      }
    }
    return nodes;
  }

  List<String> owners() {
    return List.of(owners);
  }

  /**
   * Takes what a node answered to CLUSTER SLOTS.
   *
   * @param asked the host of that node, which may not know its own name
   * @return how many slots have another owner than before; empty when the reply is none such
   */
  Optional<Integer> take(Reply reply, String asked) {
    if (!(reply instanceof Reply.Array ranges)) {
      return Optional.empty();
    }
    String[] read = new String[Crc16.SLOTS];
    Arrays.fill(read, NOBODY);
    for (Reply each : ranges.items()) {
      if (each instanceof Reply.Array range
          && range.items().size() >= 3
          && range.items().get(0) instanceof Reply.Int from
          && range.items().get(1) instanceof Reply.Int to
          && range.items().get(2) instanceof Reply.Array node) {
        address(node, asked)
            .ifPresent(
                address -> Arrays.fill(read, (int) from.value(), (int) to.value() + 1, address));
      }
    }
    int changed = 0;
    for (int slot = 0; slot < read.length; slot++) {
      changed += read[slot].equals(owners[slot]) ? 0 : 1;
      owners[slot] = read[slot];
    }
    return Optional.of(changed);
  }

  private static Optional<String> address(Reply.Array node, String asked) {
    if (node.items().size() < 2 || !(node.items().get(1) instanceof Reply.Int port)) {
      return Optional.empty();
    }
    String name = node.items().get(0) instanceof Reply.Bulk host ? Bytes.text(host.bytes()) : "";
    return Optional.of((name.isEmpty() ? asked : name) + ":" + port.value());
  }
}
