package dev.kvarium.lab;

import dev.kvarium.app.DatabaseSettings;
import dev.kvarium.app.ObjectStore;
import dev.kvarium.app.WorkloadSpec;
import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.proxy.PoolSettings;
import dev.kvarium.sharding.Rings;
import dev.kvarium.sharding.Server;
import dev.kvarium.sim.LinkSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** An input that reaches the world. */
public sealed interface Step {
  /** A client sends a command to a node. */
  record Command(String client, String node, byte[][] argv, Optional<Way> way) implements Step {
    Command(String client, String node, byte[][] argv) {
      this(client, node, argv, Optional.empty());
    }
  }

  /** By which ring a client found the node, and by which of its keys. */
  record Way(String ring, Blob key) {}

  /** A client sends a line to a Memcached node: a command, or the value that belongs to one. */
  record Line(String client, String node, byte[] bytes, Optional<Way> way) implements Step {
    Line(String client, String node, byte[] bytes) {
      this(client, node, bytes, Optional.empty());
    }

    /** What stands between its blanks. */
    byte[][] words() {
      List<byte[]> words = new ArrayList<>();
      int from = 0;
      for (int i = 0; i <= bytes.length; i++) {
        if (i == bytes.length || bytes[i] == ' ') {
          if (i > from) {
            words.add(Arrays.copyOfRange(bytes, from, i));
          }
          from = i + 1;
        }
      }
      return words.toArray(new byte[0][]);
    }
  }

  /** Clients share out their keys by a ring from now on. */
  record SetRing(String ring, Rings.Choice choice, List<Server> servers) implements Step {}

  /** Many inputs that were entered as one line, which takes them back together. */
  record Many(String line, List<Step> steps) implements Step {}

  /**
   * Time passes up to an instant.
   *
   * @param toMicros Unix time in microseconds; the world may end up later, when a sync takes longer
   * @param wished whether somebody asked for it, rather than the clock on the wall moving it
   */
  record Advance(long toMicros, boolean wished) implements Step {}

  /** A node dies: its process, or with the power all that its disk had not got yet. */
  record Crash(String node, boolean power) implements Step {}

  /** A node starts again from its disk; one that runs is stopped in order before. */
  record Restart(String node) implements Step {}

  /** The process of a node stands still, or goes on. */
  record Freeze(String node, boolean frozen) implements Step {}

  /**
   * Nothing gets from one node to another any more, nor back unless only one way is cut.
   *
   * @param connections whether only the connections that there are end, and others may be made
   */
  record Partition(String from, String to, boolean oneWay, boolean connections) implements Step {}

  /** All that was cut goes through again. */
  record Heal() implements Step {}

  /** Bytes travel otherwise between two nodes from now on. */
  record Link(String from, String to, LinkSettings settings) implements Step {}

  /** Another node is started, with these options. */
  record AddNode(String node, SequencedMap<String, String> options) implements Step {}

  /** A twemproxy stands before nodes from now on. */
  record AddProxy(PoolSettings settings) implements Step {}

  /** Something is done to a cluster, or by those who use it. */
  record OfCluster(ClusterStep what) implements Step {}

  /** The disk of a node behaves otherwise from now on. */
  record SetDisk(String node, String option, String value) implements Step {}

  /** Bytes of a file are others from now on, on the disk and in the page cache. */
  record Corrupt(String node, String file, long offset, byte[] by) implements Step {}

  /** A process begins to send commands to a node. */
  record Traffic(String node, TrafficSpec spec) implements Step {}

  /** A process sends no more. */
  record StopTraffic(String node, String name) implements Step {}

  /** A database is there from now on. */
  record AddDatabase(String name, DatabaseSettings settings) implements Step {}

  /** An object store is there from now on. */
  record AddObjects(String name, ObjectStore.Settings settings) implements Step {}

  /** An application is there from now on. */
  record AddApp(AppPlan plan) implements Step {}

  /** Clients begin to ask an application. */
  record BeginWorkload(String app, WorkloadSpec spec) implements Step {}

  /** The clients of an application ask no more. */
  record StopWorkload(String app) implements Step {}

  /**
   * A client of an application reads a key or changes its row.
   *
   * @param waits whether time passes until it is answered
   */
  record AskApp(String app, int client, boolean write, String key, boolean waits) implements Step {}

  /** A process of an application ends in the middle of all that it does. */
  record KillProcess(String app, int number) implements Step {}

  /** A row changes without any application. */
  record ChangeRow(String database, String key) implements Step {}

  /** Whether another is the same input. */
  default boolean isLike(Step other) {
    if (this instanceof Line one && other instanceof Line two) {
      return one.client().equals(two.client())
          && one.node().equals(two.node())
          && Arrays.equals(one.bytes(), two.bytes());
    }
    if (this instanceof Corrupt one && other instanceof Corrupt two) {
      return one.text().equals(two.text()) && Arrays.equals(one.by(), two.by());
    }
    return this instanceof Command one && other instanceof Command two
        ? one.client().equals(two.client())
            && one.node().equals(two.node())
            && Arrays.deepEquals(one.argv(), two.argv())
        : equals(other);
  }

  /** The step as it could be typed. */
  default String text() {
    return switch (this) {
      case Command command -> CommandText.of(command.argv(), 60);
      case Line line -> CommandText.of(line.words(), 60);
      case Many many -> many.line();
      case Advance advance -> "time passing";
      case Crash crash -> ":crash " + (crash.power() ? "power " : "process ") + crash.node();
      case Restart restart -> ":restart " + restart.node();
      case Freeze freeze -> (freeze.frozen() ? ":freeze " : ":thaw ") + freeze.node();
      case Partition cut ->
          (cut.connections() ? ":reset " : ":partition ")
              + cut.from()
              + " "
              + cut.to()
              + (cut.oneWay() ? " one-way" : "");
      case Heal heal -> ":heal";
      case SetRing set -> ":ring " + set.ring();
      case Link link -> ":link " + link.from() + " " + link.to();
      case AddNode added -> ":node " + added.node();
      case AddProxy added -> ":proxy " + added.settings().name();
      case OfCluster of -> of.what().text();
      case Traffic traffic -> traffic.spec().line();
      case StopTraffic stop -> ":traffic stop " + stop.name();
      case Corrupt corrupt ->
          ":corrupt " + corrupt.file() + " " + corrupt.offset() + " on " + corrupt.node();
      case AddDatabase added -> ":database " + added.name();
      case AddObjects added -> ":objects " + added.name();
      case AddApp added -> ":app " + added.plan().name();
      case BeginWorkload begun -> ":workload " + begun.app();
      case StopWorkload stop -> ":workload stop " + stop.app();
      case AskApp asked ->
          ":app " + asked.app() + (asked.write() ? " write " : " read ") + asked.key();
      case KillProcess killed -> ":app " + killed.app() + " kill " + killed.number();
      case ChangeRow changed -> ":database " + changed.database() + " write " + changed.key();
      case SetDisk set -> ":set " + set.option() + " " + set.value() + " " + set.node();
    };
  }
}
