package dev.kvarium.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Network;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimNetworkTest {
  private final Simulation simulation = new Simulation(0);
  private final List<Event> events = new ArrayList<>();
  private final SimNetwork network =
      new SimNetwork(simulation, new SeededRandomness(1), probe(), Bytes::latin1Text);
  private final Host a = network.add("a", probe());
  private final Host b = network.add("b", probe());
  private final Told atB = new Told();

  private Probe probe() {
    return new Probe() {
      @Override
      public boolean listening() {
        return true;
      }

      @Override
      public void emit(Event event) {
        events.add(event);
      }
    };
  }

  /** Writes down what it is told, and when. */
  private final class Told implements Network.Peer {
    final List<String> lines = new ArrayList<>();

    private void line(String text) {
      lines.add(simulation.nowMicros() / 1_000 + " ms " + text);
    }

    @Override
    public void connected() {
      line("connected");
    }

    @Override
    public void received(byte[] bytes) {
      line(Bytes.latin1Text(bytes));
    }

    @Override
    public void closed(String reason) {
      line("closed: " + reason);
    }
  }

  /** A connection from a to b that is there. */
  private Network.Connection connection(Told atA) {
    network.link("a", "b", LinkSettings.DEFAULT.withLatencyMicros(10_000));
    b.listen(1, from -> atB);
    Network.Connection connection = a.connect("b", 1, atA);
    simulation.advance(20_000);
    return connection;
  }

  private static byte[] bytes(String text) {
    return Bytes.latin1(text);
  }

  @Test
  void aConnectionTakesAWayThereAndBackAndBytesOneWay() {
    Told atA = new Told();
    Network.Connection connection = connection(atA);
    connection.send(bytes("one"));
    connection.send(bytes("two"));
    simulation.advance(10_000);
    assertThat(atA.lines).containsExactly("20 ms connected");
    assertThat(atB.lines).containsExactly("30 ms one", "30 ms two");
    connection.close();
    simulation.advance(10_000);
    assertThat(atB.lines).endsWith("40 ms closed: ");
  }

  @Test
  void whereNobodyListensOneIsRefusedAndOfAnUnknownNameNothingIsKnown() {
    Told refused = new Told();
    Told unknown = new Told();
    a.connect("b", 2, refused);
    a.connect("c", 1, unknown);
    simulation.advance(2_000);
    assertThat(refused.lines).containsExactly("1 ms closed: Connection refused");
    assertThat(unknown.lines).containsExactly("0 ms closed: Name or service not known");
  }

  @Test
  void behindACutLinkOneTriesFor127SecondsAndIsThereWhenItHealsInTime() {
    Told late = new Told();
    Told never = new Told();
    b.listen(1, from -> atB);
    network.partition("a", "b", false);
    a.connect("b", 1, late);
    simulation.advance(2_000_000);
    network.heal();
    simulation.advance(2_000_000);
    assertThat(late.lines).containsExactly("3001 ms connected");
    network.partition("b", "a", true);
    a.connect("b", 1, never);
    simulation.advance(130_000_000);
    assertThat(never.lines).containsExactly("131000 ms closed: Connection timed out");
  }

  @Test
  void aCutStallsAConnectionUntilTheNextAttemptBehindItsEnd() {
    Told atA = new Told();
    Network.Connection connection = connection(atA);
    network.partition("a", "b", false);
    connection.send(bytes("one"));
    simulation.advance(1_000_000);
    connection.send(bytes("two"));
    assertThat(connection.unacknowledgedBytes()).isEqualTo(6);
    network.heal();
    simulation.advance(1_000_000);
    assertThat(atB.lines).containsExactly("1430 ms one", "1430 ms two");
    assertThat(atA.lines).containsExactly("20 ms connected");
    assertThat(events).contains(new NetworkEvent.Stalled(1, "a", "b"));
  }

  @Test
  void aKernelGivesUpAfterAQuarterOfAnHour() {
    Told atA = new Told();
    Network.Connection connection = connection(atA);
    network.partition("a", "b", false);
    connection.send(bytes("one"));
    simulation.advance(1_100_000_000L);
    assertThat(atA.lines).hasSize(2).last().asString().endsWith("closed: Connection timed out");
    assertThat(atB.lines).isEmpty();
    assertThat(events).contains(new NetworkEvent.Dropped(1, "a", "b", 3));
  }

  @Test
  void oneWayCutLetsTheOtherWayThrough() {
    Told atA = new Told();
    List<Network.Connection> taken = new ArrayList<>();
    b.listen(
        1,
        from -> {
          taken.add(from);
          return atB;
        });
    Network.Connection connection = a.connect("b", 1, atA);
    simulation.advance(2_000);
    network.partition("a", "b", true);
    connection.send(bytes("there"));
    taken.getFirst().send(bytes("back"));
    simulation.advance(100_000);
    assertThat(atB.lines).isEmpty();
    assertThat(atA.lines).containsExactly("1 ms connected", "2 ms back");
  }

  @Test
  void aFrozenProcessReadsLaterWhatItsKernelTookAtOnce() {
    Network.Connection connection = connection(new Told());
    b.freeze();
    connection.send(bytes("one"));
    simulation.advance(10_000);
    assertThat(connection.unacknowledgedBytes()).isZero();
    assertThat(SimNetwork.comingBytes(connection)).isZero();
    connection.close();
    simulation.advance(1_000_000);
    assertThat(atB.lines).isEmpty();
    b.thaw();
    assertThat(atB.lines).containsExactly("1030 ms one", "1030 ms closed: ");
  }

  @Test
  void aKilledProcessLeavesItsKernelToSendTheRest() {
    Network.Connection connection = connection(new Told());
    connection.send(bytes("one"));
    a.endProcess();
    simulation.advance(10_000);
    assertThat(atB.lines).containsExactly("30 ms one", "30 ms closed: ");
  }

  @Test
  void aMachineWithoutPowerSaysNothingAndResetsOnceItIsUpAgain() {
    Told atA = new Told();
    Network.Connection connection = connection(atA);
    connection.send(bytes("one"));
    b.powerOff();
    simulation.advance(1_000_000);
    assertThat(atA.lines).containsExactly("20 ms connected");
    b.powerOn();
    simulation.advance(1_000_000);
    assertThat(atA.lines).hasSize(2).last().asString().endsWith("Connection reset by peer");
    assertThat(atB.lines).isEmpty();
  }

  @Test
  void whatLeftAMachineBeforeItsPowerWentArrivesTheRestDoesNot() {
    Network.Connection connection = connection(new Told());
    network.link("a", "b", new LinkSettings(10_000, 0, 1_000, 0));
    connection.send(bytes("12345"));
    connection.send(bytes("67890"));
    simulation.advance(6_000);
    a.powerOff();
    simulation.advance(1_000_000);
    assertThat(atB.lines).containsExactly("35 ms 12345");
  }

  @Test
  void lossIsDelayAndAllBehindItWaits() {
    Network.Connection connection = connection(new Told());
    network.link("a", "b", new LinkSettings(10_000, 0, 0, 1000));
    connection.send(bytes("one"));
    network.link("a", "b", new LinkSettings(10_000, 0, 0, 0));
    connection.send(bytes("two"));
    simulation.advance(1_000_000);
    assertThat(atB.lines).containsExactly("230 ms one", "230 ms two");
  }

  @Test
  void aResetIsLearntAtBothEndsAtOnce() {
    Told atA = new Told();
    connection(atA);
    assertThat(a.reset(b)).isEqualTo(1);
    assertThat(atA.lines).endsWith("20 ms closed: Connection reset by peer");
    assertThat(atB.lines).containsExactly("20 ms closed: Connection reset by peer");
  }
}
