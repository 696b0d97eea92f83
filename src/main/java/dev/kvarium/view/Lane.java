package dev.kvarium.view;

import dev.kvarium.event.AofEvent;
import dev.kvarium.event.AppEvent;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Crash;
import dev.kvarium.event.DatabaseEvent;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.LoopEvent;
import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.ProxyEvent;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.event.RingEvent;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.event.SlabEvent;
import dev.kvarium.event.SlotEvent;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.event.TimeEvent;

/** The lanes of a timeline: what the families of facts are about, in the order of their way. */
enum Lane {
  COMMANDS("commands", Hue.PLAIN),
  KEYS("keys", Hue.MEMORY),
  ENCODING("encoding", Hue.MEMORY),
  TABLES("tables", Hue.MEMORY),
  LOG("log", Hue.BUFFER),
  DISK("disk", Hue.DISK),
  NETWORK("network", Hue.PLAIN),
  LEDGER("ledger", Hue.PLAIN),
  NODE("node", Hue.PLAIN);

  private final String word;
  private final Hue hue;

  Lane(String word, Hue hue) {
    this.word = word;
    this.hue = hue;
  }

  String word() {
    return word;
  }

  Hue hue() {
    return hue;
  }

  /** The lane of a fact. */
  static Lane of(Event event) {
    return switch (event) {
      case CommandEvent command -> COMMANDS;
      case ClientEvent client -> COMMANDS;
      case ScriptEvent script -> COMMANDS;
      case LoopEvent loop -> COMMANDS;
      case AppEvent app -> COMMANDS;
      case DatabaseEvent database -> COMMANDS;
      case KeyEvent key -> KEYS;
      case EvictionEvent eviction -> KEYS;
      case StreamEvent stream -> KEYS;
      case EncodingEvent encoding -> ENCODING;
      case DictEvent dict -> TABLES;
      case AofEvent aof -> LOG;
      case RdbEvent rdb -> DISK;
      case DiskEvent disk -> DISK;
      case LedgerEvent ledger -> LEDGER;
      case NodeEvent node -> NODE;
      case NetworkEvent network -> NETWORK;
      case ProxyEvent proxy -> NETWORK;
      case RingEvent ring -> NETWORK;
      case ReplicationEvent replication -> NETWORK;
      case ClusterEvent cluster -> NETWORK;
      case SlotEvent slot -> NETWORK;
      case SentinelEvent sentinel -> NETWORK;
      case ItemEvent item -> KEYS;
      case SlabEvent slab -> TABLES;
      case Crash crash -> NODE;
      case TimeEvent time -> NODE;
    };
  }
}
