package org.yarnp2p.container;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.JobOverException;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalProtocol;

/**
 * Tells the ApplicationMaster at intervals that the container lives, and finds out when it should
 * no longer. A beat that fails is repeated at the next interval; when none has got through for the
 * timeout, the container is an orphan. Since a beat itself may take the time of a call, that is
 * noticed up to one call timeout later.
 */
final class Heartbeat implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final UmbilicalProtocol umbilical;
  private final Member member;
  private final Endpoint endpoint;
  private final Supplier<RankStatus> status;
  private final Consumer<HeartbeatAnswer> told;
  private final long intervalMillis;
  private final long timeoutMillis;
  private final LongSupplier nanoClock;
  private final Consumer<Ending> end;
  private final ScheduledExecutorService beats;

  /**
   * When the last beat got through, by the clock; from the start on the thread of the beats only.
   */
  private long lastContact;

  /**
   * @param endpoint where the container listens, for an ApplicationMaster that asks
   * @param status of the container, for each beat
   * @param told hears every answer but the order to stop
   * @param intervalMillis between two beats
   * @param timeoutMillis without contact that make the container an orphan
   * @param nanoClock such as {@link System#nanoTime}
   * @param end is told why the container has to end, from the thread of the beats, at most once
   */
  Heartbeat(
      UmbilicalProtocol umbilical,
      Member member,
      Endpoint endpoint,
      Supplier<RankStatus> status,
      Consumer<HeartbeatAnswer> told,
      long intervalMillis,
      long timeoutMillis,
      LongSupplier nanoClock,
      Consumer<Ending> end) {
    this.umbilical = umbilical;
    this.member = member;
    this.endpoint = endpoint;
    this.status = status;
    this.told = told;
    this.intervalMillis = intervalMillis;
    this.timeoutMillis = timeoutMillis;
    this.nanoClock = nanoClock;
    this.end = end;
    lastContact = nanoClock.getAsLong();
    beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to beat, at once. */
  void start() {
    var unused = beats.scheduleWithFixedDelay(this::beat, 0, intervalMillis, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      HeartbeatAnswer answer = umbilical.heartbeat(member, status.get());
      lastContact = nanoClock.getAsLong();
      if (answer.order() == Order.STOP) {
        stop(new Ending.Dismissed("stopped by the ApplicationMaster", null));
        return;
      }
      if (answer.order() == Order.REGISTER) {
        umbilical.register(member, endpoint);
        LOG.info("{}: registered at another attempt of the ApplicationMaster", member);
      }
      told.accept(answer);
    } catch (FencedException | AccessControlException | JobOverException e) {
      stop(Ending.ofUmbilical(e));
    } catch (IOException e) {
      missed(e);
    } catch (Throwable e) { // also an Error: the timer would keep it to itself, and beat no more
      stop(new Ending.Failed(e));
    }
  }

  private void missed(IOException failure) {
    if (beats.isShutdown()) {
      return;
    }
    long silentMillis = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - lastContact);
    LOG.warn(
        "{}: heartbeat failed, last contact {} ms ago: {}",
        member,
        silentMillis,
        failure.getMessage());
    if (silentMillis >= timeoutMillis) {
      stop(
          new Ending.Dismissed(
              "no contact with the ApplicationMaster for "
                  + silentMillis
                  + " ms: "
                  + failure.getMessage(),
              failure));
    }
  }

  private void stop(Ending ending) {
    beats.shutdown();
    end.accept(ending);
  }

  /** No more beats; one under way is broken off. */
  @Override
  public void close() {
    beats.shutdownNow();
  }
}
