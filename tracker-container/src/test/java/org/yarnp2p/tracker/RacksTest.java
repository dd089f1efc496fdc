package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.DNSToSwitchMapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.protocol.Contact;

@Timeout(30)
class RacksTest {
  private static final TimeLimit LONG = new TimeLimit(20_000, "20s", "p2p.test");
  private static final TimeLimit SHORT = new TimeLimit(1, "1ms", "p2p.test");

  private final FirstLetter mapping = new FirstLetter();
  private Racks racks = new Racks(mapping, Map.of(), LONG);

  @AfterEach
  void close() {
    mapping.gate.countDown();
    racks.close();
  }

  @Test
  void hostsOfOneRackAreNearerThanOthers() {
    List.of("10", "11", "20").forEach(racks::locate);

    assertThat(racks.distance("10", "10")).isEqualTo(Contact.SAME_HOST);
    assertThat(racks.distance("10", "11")).isEqualTo(Contact.SAME_RACK);
    assertThat(racks.distance("10", "20")).isEqualTo(Contact.ELSEWHERE);
  }

  @Test
  void hostsThatNobodyHasAskedForCountAsFarApart() {
    racks.locate("10");

    assertThat(racks.distance("10", "11")).isEqualTo(Contact.ELSEWHERE);
    assertThat(racks.distance("12", "12")).isEqualTo(Contact.SAME_HOST);
  }

  @Test
  void hostsThatComeWhileTheTopologyIsBusyAreAskedForTogether() throws Exception {
    racks = new Racks(mapping, Map.of(), SHORT);
    mapping.blocked = true;
    racks.locate("10"); // it is slow: nobody waits for it any more
    mapping.busy.await();
    List.of("11", "12", "13").forEach(racks::locate);
    mapping.gate.countDown();
    mapping.second.await();

    assertThat(mapping.asked).containsExactly(List.of("10"), List.of("11", "12", "13"));
  }

  @Test
  void hostIsAskedForOnce() {
    racks.locate("10");
    racks.locate("10");
    racks.locate("11");

    assertThat(mapping.asked).containsExactly(List.of("10"), List.of("11"));
  }

  @Test
  void hostsThatStoreSourcesAreAskedForTogetherAndOnce() {
    racks.locate("10");
    racks.locateAll(new TreeSet<>(List.of("10", "11", "20")));
    racks.locateAll(Set.of("11", "20"));

    assertThat(racks.distance("10", "11")).isEqualTo(Contact.SAME_RACK);
    assertThat(racks.distance("10", "20")).isEqualTo(Contact.ELSEWHERE);
    assertThat(mapping.asked).containsExactly(List.of("10"), List.of("11", "20"));
  }

  /** The topology is slow for the one that asks for many. */
  @Test
  void peersHostIsNotWaitedForBehindThoseOfSources() throws Exception {
    mapping.blocked = true;
    Thread sources = new Thread(() -> racks.locateAll(Set.of("10", "20")));
    sources.start();
    mapping.busy.await();
    mapping.blocked = false;

    racks.locate("10");
    racks.locate("11");

    assertThat(racks.distance("10", "11")).isEqualTo(Contact.SAME_RACK);
    assertThat(racks.distance("10", "20")).as("not known yet").isEqualTo(Contact.ELSEWHERE);
    mapping.gate.countDown();
    sources.join();
    assertThat(racks.rackOfSeveral("20")).isEqualTo("/rack2");
  }

  @Test
  void topologyThatTakesTooLongIsNotWaitedFor() {
    racks = new Racks(mapping, Map.of(), SHORT);
    mapping.blocked = true;
    racks.locate("10");
    racks.locate("11");

    assertThat(racks.distance("10", "11")).isEqualTo(Contact.ELSEWHERE);
  }

  @Test
  void topologyThatFailsPutsHostsIntoOneRack() {
    mapping.failing = true;
    List.of("10", "20").forEach(racks::locate);

    assertThat(racks.distance("10", "20")).isEqualTo(Contact.SAME_RACK);
  }

  @Test
  void topologyThatFailsAgainAndAgainIsAskedNoMore() {
    mapping.failing = true;
    List.of("10", "11").forEach(racks::locate);
    mapping.failing = false;
    racks.locate("20");
    mapping.failing = true;
    List.of("12", "13", "14").forEach(racks::locate);
    mapping.failing = false;
    List.of("15", "21").forEach(racks::locate);
    racks.locateAll(Set.of("22"));

    assertThat(racks.rackOfSeveral("20")).isEqualTo("/rack2");
    assertThat(racks.rackOfSeveral("22")).isEqualTo("/default-rack");
    assertThat(racks.distance("15", "21")).isEqualTo(Contact.SAME_RACK);
    assertThat(mapping.asked).hasSize(6);
  }

  @Test
  void withoutATopologyThereIsOneRack() {
    Racks one = Racks.of(Map.of(), new Configuration(false), LONG);
    List.of("10", "20").forEach(one::locate);

    assertThat(one.distance("10", "20")).isEqualTo(Contact.SAME_RACK);
  }

  @Test
  void topologyClassThatIsNotThereIsNoReasonToFail() {
    Configuration conf = new Configuration(false);
    conf.set("net.topology.node.switch.mapping.impl", "com.example.NotHere");

    assertThat(Racks.of(Map.of(), conf, LONG).distance("10", "20")).isEqualTo(Contact.SAME_RACK);
  }

  @Test
  void clustersTopologyScriptIsAsked(@TempDir Path directory) throws IOException {
    Path script = directory.resolve("topology.sh");
    Files.writeString(
        script, "#!/bin/sh\nfor host; do echo /rack-$(echo $host | cut -d. -f3); done\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Configuration conf = new Configuration(false);
    conf.set("net.topology.script.file.name", script.toString());
    try (Racks scripted = Racks.of(Map.of(), conf, LONG)) {
      List.of("10.0.1.1", "10.0.1.2", "10.0.2.1").forEach(scripted::locate);

      assertThat(scripted.distance("10.0.1.1", "10.0.1.2")).isEqualTo(Contact.SAME_RACK);
      assertThat(scripted.distance("10.0.1.1", "10.0.2.1")).isEqualTo(Contact.ELSEWHERE);
    }
  }

  @Test
  void whatTheResourceManagerSaysOfNodesIsNotAskedForAgain() {
    racks = new Racks(mapping, Map.of("10", "/east", "20", "/east"), LONG);
    List.of("10", "20").forEach(racks::locate);
    racks.locateAll(Set.of("10", "30"));

    assertThat(racks.distance("10", "20")).isEqualTo(Contact.SAME_RACK);
    assertThat(racks.rackOfSeveral("30")).isEqualTo("/rack3");
    assertThat(mapping.asked).containsExactly(List.of("30"));
  }

  @Test
  void nodesOfSeveralRacksNeedNoTopologyHere() {
    try (Racks planned =
        Racks.of(
            Map.of("a:4001", "/east", "b:4001", "/west", "c", "/east"),
            new Configuration(false),
            LONG)) {
      List.of("a", "b", "c").forEach(planned::locate);

      assertThat(planned.areSeveral()).isTrue();
      assertThat(planned.distance("a", "c")).isEqualTo(Contact.SAME_RACK);
      assertThat(planned.distance("a", "b")).isEqualTo(Contact.ELSEWHERE);
      assertThat(planned.rackOfSeveral("elsewhere")).isNull();
    }
  }

  /** A ResourceManager without a topology has all nodes in one. */
  @Test
  void topologyHereCountsWhereTheResourceManagerKnowsOneRack() {
    Configuration conf = new Configuration(false);
    conf.setClass(
        "net.topology.node.switch.mapping.impl", FirstLetter.class, DNSToSwitchMapping.class);
    try (Racks racksHere =
        Racks.of(Map.of("1.0.0.1", "/default-rack", "2.0.0.1", "/default-rack"), conf, LONG)) {
      List.of("1.0.0.1", "2.0.0.1").forEach(racksHere::locate);

      assertThat(racksHere.distance("1.0.0.1", "2.0.0.1")).isEqualTo(Contact.ELSEWHERE);
    }
  }

  /** The rack is the first letter of the host. */
  static final class FirstLetter implements DNSToSwitchMapping {
    final ConcurrentLinkedQueue<List<String>> asked = new ConcurrentLinkedQueue<>();
    final CountDownLatch busy = new CountDownLatch(1);
    final CountDownLatch second = new CountDownLatch(2);
    final CountDownLatch gate = new CountDownLatch(1);
    volatile boolean blocked;
    volatile boolean failing;

    @Override
    public List<String> resolve(List<String> names) {
      asked.add(List.copyOf(names));
      second.countDown();
      busy.countDown();
      if (blocked) {
        awaitGate();
      }
      return failing ? null : names.stream().map(name -> "/rack" + name.charAt(0)).toList();
    }

    private void awaitGate() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void reloadCachedMappings() {}

    @Override
    public void reloadCachedMappings(List<String> names) {}
  }
}
