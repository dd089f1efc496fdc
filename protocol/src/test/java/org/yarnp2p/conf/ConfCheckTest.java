package org.yarnp2p.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.conf.ConfCheck.Mistake;

class ConfCheckTest {
  private final Configuration conf = P2pConf.create();

  @ParameterizedTest
  @CsvSource({
    "p2p.am.heartbeat.interval, abc",
    "p2p.am.heartbeat.interval, 10",
    "p2p.peer.slots.upload, abc",
    "p2p.peer.rate.up, abc",
    "p2p.peer.rate.up, -1",
    "p2p.tracker.neighbours, -1",
    "p2p.peer.report.interval, -1s",
    "p2p.ipc.call.timeout, 0s",
    "p2p.am.web.enabled, yes",
    "p2p.transport, pigeon",
    "p2p.target.roots, data",
    "p2p.input.check.threads, 0",
    "p2p.input.max-bytes, ''",
    "p2p.segment.size, 1.5"
  })
  void wrongValueIsFoundWhoeverReadsIt(String key, String value) {
    conf.set(key, value);
    List<Mistake> mistakes = ConfCheck.mistakes(conf);
    assertThat(mistakes).extracting(Mistake::key).containsExactly(key);
    assertThat(mistakes.get(0).text()).startsWith(key + ": found '" + value + "', expected ");
  }

  @Test
  void allWrongValuesAreFound() {
    conf.set(P2pKeys.PEER_HANDLERS, "many");
    conf.set(P2pKeys.STALL_TIMEOUT, "0");
    assertThat(ConfCheck.mistakes(conf))
        .extracting(Mistake::key)
        .containsExactlyInAnyOrder(P2pKeys.PEER_HANDLERS, P2pKeys.STALL_TIMEOUT);
  }

  @ParameterizedTest
  @CsvSource({
    "p2p.segment.min, 32m, 'p2p.segment.min (32m) is above p2p.segment.max (16m)'",
    "p2p.ipc.retry.least, 6s, 'p2p.ipc.retry.least (6s) is above p2p.ipc.retry.most (5s)'",
    "p2p.am.heartbeat.interval, 1m,"
        + " 'p2p.am.heartbeat.interval (1m) is above p2p.am.heartbeat.timeout (30s)'",
    "p2p.peer.heap.mb, 900, 'p2p.peer.heap.mb (900) must be below p2p.peer.memory.mb (768)'"
  })
  void valuesThatContradictEachOtherAreFound(String key, String value, String text) {
    conf.set(key, value);
    assertThat(ConfCheck.mistakes(conf)).containsExactly(new Mistake(key, text));
  }
}
