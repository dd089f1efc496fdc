package org.yarnp2p.container;

import java.util.concurrent.CountDownLatch;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** A rank whose work lasts until it is released or closed. */
class FakeService implements RankService {
  static final Endpoint ENDPOINT = new Endpoint("host7", 4001);
  static final RankStatus FINAL = RankStatus.ofTracker(RankPhase.LEFT, 2, 5, 6);

  final CountDownLatch released = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  /** A service whose work is over as soon as it begins. */
  static FakeService quick() {
    FakeService service = new FakeService();
    service.released.countDown();
    return service;
  }

  @Override
  public Endpoint endpoint() {
    return ENDPOINT;
  }

  @Override
  public RankStatus status() {
    return RankStatus.starting();
  }

  @Override
  public RankStatus run() throws Exception {
    released.await();
    return FINAL;
  }

  @Override
  public void close() {
    closed.countDown();
    released.countDown();
  }
}
