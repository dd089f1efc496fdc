package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.yarnp2p.model.Member;

/** Keeps what a fleet tells, for the test to read. */
final class FleetNews implements FleetListener {
  sealed interface News {}

  record Launched(Member member, String host, String containerId) implements News {}

  record Ended(Member member, ExitReport report) implements News {}

  record AskedBack(Member member) implements News {}

  record Failed(String diagnostics) implements News {}

  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();

  @Override
  public void launched(Member member, String host, String containerId) {
    news.add(new Launched(member, host, containerId));
  }

  @Override
  public void ended(Member member, ExitReport report) {
    news.add(new Ended(member, report));
  }

  @Override
  public void askedBack(Member member) {
    news.add(new AskedBack(member));
  }

  @Override
  public void fleetFailed(String diagnostics) {
    news.add(new Failed(diagnostics));
  }

  /** The next news, which must be of this type and come soon. */
  <T extends News> T next(Class<T> type) throws InterruptedException {
    News next = news.poll(20, TimeUnit.SECONDS);
    assertThat(next).isInstanceOf(type);
    return type.cast(next);
  }

  void none() {
    assertThat(news).isEmpty();
  }
}
