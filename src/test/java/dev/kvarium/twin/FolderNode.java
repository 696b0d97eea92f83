package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.server.FolderDisk;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Timers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A node on real files, whose timers run when the test says so. */
final class FolderNode {
  private final Deque<Runnable> due = new ConcurrentLinkedDeque<>();
  private final List<String> log = new ArrayList<>();
  private final RedisNode node;
  private final Session session;
  private final AofLoad load;
  private long micros = System.currentTimeMillis() * 1000;

  /** Names and values by turns; {@code version} is the server's. */
  FolderNode(Path folder, String... config) {
    Timers timers =
        (delay, action) -> {
          due.add(action);
          return () -> due.remove(action);
        };
    RedisConfig all = RedisConfig.standard();
    for (int i = 0; i < config.length; i += 2) {
      all =
          config[i].equals("version")
              ? all.as(RedisVersion.of(config[i + 1]).orElseThrow())
              : all.with(config[i], config[i + 1]);
    }
    FolderDisk disk = new FolderDisk(folder, timers);
    Probe probe =
        new Probe() {
          @Override
          public boolean listening() {
            return true;
          }

          @Override
          public void emit(Event event) {
            if (event instanceof NodeEvent.Logged(String level, String text)) {
              log.add(text);
            }
          }
        };
    node = new RedisNode(all, () -> micros, timers, new Chance(1), disk, probe);
    load = node.start();
    session = node.connect("test");
  }

  /** How reading the files at the start ended. */
  AofLoad load() {
    return load;
  }

  /** What it wrote to its own log. */
  List<String> log() {
    return log;
  }

  byte[] run(byte[]... argv) {
    Reply reply = node.execute(session, argv);
    node.beforeSleep();
    return RespWriter.bytes(reply, false);
  }

  String say(String line) {
    return Bytes.text(run(RandomValues.words(line.split(" "))));
  }

  /** Lets all that is due run, as long as it takes until a part of INFO says this. */
  void until(String line) {
    for (int i = 0; i < 2000 && !say("INFO persistence").contains(line); i++) {
      Runnable next = due.poll();
      if (next == null) {
        RealRedis.pause(1);
      } else {
        micros = System.currentTimeMillis() * 1000;
        next.run();
        RealRedis.pause(1);
      }
    }
    assertThat(say("INFO persistence")).contains(line);
  }
}
