package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.impl.AMRMClientImpl;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Clock;

/**
 * Tells which heartbeats the ResourceManager has answered. The callbacks of AMRMClientAsync do not:
 * they ask for the progress after failures too.
 */
final class HeardClient extends AMRMClientImpl<ContainerRequest> {
  private final Clock clock;
  private final LongConsumer heard;

  /**
   * @param heard gets the time at which a heartbeat was sent that has been answered
   */
  HeardClient(Clock clock, LongConsumer heard) {
    this.clock = clock;
    this.heard = heard;
  }

  @Override
  public AllocateResponse allocate(float progress) throws YarnException, IOException {
    long sent = clock.getTime();
    AllocateResponse answer = super.allocate(progress);
    heard.accept(sent);
    return answer;
  }
}
