package dev.kvarium.lab;

import dev.kvarium.event.RdbEvent;
import dev.kvarium.sim.Ledger;

/** Tells the ledger which writes of a node are in its file of all keys. */
final class SavedWrites {
  private final Ledger ledger;
  private final String node;

  /** The last write that the copy of the process saw which is at work. */
  private long seen;

  SavedWrites(Ledger ledger, String node) {
    this.ledger = ledger;
    this.node = node;
  }

  void take(RdbEvent event) {
    switch (event) {
      case RdbEvent.SaveStarted started -> seen = ledger.acknowledged();
      case RdbEvent.Saved saved ->
          ledger.saved(node, saved.background() ? seen : ledger.acknowledged());
      case RdbEvent.SaveFailed failed -> {}
      case RdbEvent.PagesCopied copied -> {}
      case RdbEvent.Loaded loaded -> {}
    }
  }
}
