package dev.kvarium.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a loop has counted, and the last of what it did. */
final class LoopHistory {
  private static final int COMMANDS_KEPT = 8_192;
  private static final int TURNS_KEPT = 2_048;
  private static final int STALLS_KEPT = 64;

  private final long[] calls = new long[SystemCall.values().length];
  private final Map<String, long[]> cpu = new TreeMap<>();
  private final ArrayDeque<LoopSnapshot.Ran> commands = new ArrayDeque<>();
  private final ArrayDeque<LoopSnapshot.Turn> turns = new ArrayDeque<>();
  private final ArrayDeque<LoopSnapshot.Stall> stalls = new ArrayDeque<>();
  long ticks;
  long commandsRun;
  long readBytes;
  long writtenBytes;
  long busyNanos;

  void call(SystemCall call) {
    calls[call.ordinal()]++;
  }

  CallCounts calls() {
    return new CallCounts(calls);
  }

  void ran(Request request, long nanos) {
    commandsRun++;
    long[] of = cpu.computeIfAbsent(request.name(), any -> new long[2]);
    of[0]++;
    of[1] += nanos;
  }

  void answered(String client, Request request) {
    keep(
        commands,
        new LoopSnapshot.Ran(
            client,
            request.name(),
            request.sent,
            request.arrived,
            request.started,
            request.ended,
            request.replied),
        COMMANDS_KEPT);
  }

  void turn(LoopSnapshot.Turn turn) {
    keep(turns, turn, TURNS_KEPT);
  }

  void stall(LoopSnapshot.Stall stall) {
    keep(stalls, stall, STALLS_KEPT);
  }

  private static <T> void keep(ArrayDeque<T> kept, T one, int most) {
    if (kept.size() == most) {
      kept.removeFirst();
    }
    kept.addLast(one);
  }

  LoopSnapshot snapshot(
      long nowNanos,
      List<String> connections,
      List<LoopSnapshot.Traffic> traffic,
      List<LoopSnapshot.Waiting> waiting) {
    List<LoopSnapshot.Cpu> costs = new ArrayList<>();
    cpu.forEach((name, of) -> costs.add(new LoopSnapshot.Cpu(name, of[0], of[1])));
    costs.sort((one, two) -> Long.compare(two.nanos(), one.nanos()));
    return new LoopSnapshot(
        nowNanos,
        ticks,
        commandsRun,
        readBytes,
        writtenBytes,
        busyNanos,
        calls(),
        costs,
        List.copyOf(connections),
        List.copyOf(commands),
        List.copyOf(turns),
        List.copyOf(stalls),
        traffic,
        waiting);
  }
}
