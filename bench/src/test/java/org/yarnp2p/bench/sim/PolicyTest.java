package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.tracker.TrackerSettings;

class PolicyTest {
  private static final long MILLI = 1_000_000;

  @Test
  void settingsAreTheDefaultsOfTheConfiguration() {
    Configuration conf = P2pConf.create();
    int sending = P2pConf.integer(conf, P2pKeys.SENDING);
    Policy policy = Policy.DEFAULT;
    SwarmSettings swarm = policy.swarm();
    assertThat(policy)
        .isEqualTo(
            new Policy(
                P2pConf.integer(conf, P2pKeys.UPLOAD_SLOTS),
                sending,
                P2pConf.millis(conf, P2pKeys.SLOT_TURN) * MILLI,
                P2pConf.millis(conf, P2pKeys.SLOT_IDLE) * MILLI,
                P2pConf.millis(conf, P2pKeys.REPORT_INTERVAL) * MILLI,
                TrackerSettings.from(conf),
                new SwarmSettings(
                    sending,
                    P2pConf.integer(conf, P2pKeys.DOWNLOAD_SLOTS),
                    P2pConf.integer(conf, P2pKeys.REQUESTS_PER_SOURCE),
                    (int) P2pConf.bytes(conf, P2pKeys.EAGER_LIMIT),
                    (int) P2pConf.bytes(conf, P2pKeys.EAGER_BUNDLE),
                    swarm.candidates(), // no setting of people's
                    swarm.maxBytesInFlight(), // depends on the heap
                    P2pConf.integer(conf, P2pKeys.ORIGIN_READERS))));
  }
}
