package dev.kvarium.view;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.LedgerEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What clients were promised, write by write, and where each has got to. */
final class LedgerView implements View {
  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String syntax() {
    return "";
  }

  @Override
  public String doc() {
    return "Every write that a client was told is done: where it has got to, and which are lost";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (!words.isEmpty()) {
      throw new ViewRefusal(":show ledger takes nothing more, not '" + words.getFirst() + "'");
    }
    Set<Long> fresh = new HashSet<>();
    for (EventLog.Entry each : scene.events().since(scene.sinceInput())) {
      if (each.event() instanceof LedgerEvent.Acknowledged done) {
        fresh.add(done.write());
      } else if (each.event() instanceof LedgerEvent.Lost lost) {
        fresh.add(lost.write());
      }
    }
    return new LedgerPicture(
        scene.nowMicros(), scene.startMicros(), scene.ledger(), Set.copyOf(fresh));
  }
}
