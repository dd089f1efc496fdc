package org.yarnp2p.ipc;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.protocol.UmbilicalPB;

/**
 * A container's umbilical over all attempts of the ApplicationMaster: one client whose calls go to
 * the attempt that was named last. Thread-safe.
 */
public final class UmbilicalRoute {
  private final RoamingLine<UmbilicalPB> calls;
  private final RoamingLine<UmbilicalPB> polls;
  private final UmbilicalClient client;
  private final Dial dial;
  private Endpoint end;
  private volatile Runnable unreached = () -> {};

  /** The two lines to one attempt. */
  record Lines(IpcLine<UmbilicalPB> calls, IpcLine<UmbilicalPB> polls) {}

  /** Makes the lines to an attempt. */
  @FunctionalInterface
  interface Dial {
    Lines dial(Endpoint am) throws IOException;
  }

  UmbilicalRoute(Dial dial, Endpoint first) throws IOException {
    this.dial = dial;
    Lines lines = dial.dial(first);
    end = first;
    AtomicBoolean met = new AtomicBoolean();
    calls = new RoamingLine<>(lines.calls(), met, () -> unreached.run());
    polls = new RoamingLine<>(lines.polls(), met, () -> unreached.run());
    client = new UmbilicalClient(calls, polls);
  }

  /** Calls go to the ApplicationMaster, whichever attempt that is. */
  public UmbilicalClient client() {
    return client;
  }

  /**
   * Whom to tell of each call that did not reach the ApplicationMaster.
   *
   * @param told on the thread of the call; must not block
   */
  public void whenUnreached(Runnable told) {
    unreached = told;
  }

  /**
   * An attempt of the ApplicationMaster is there.
   *
   * @return whether that is news
   * @throws java.net.UnknownHostException when its host has no address
   */
  public synchronized boolean moveTo(Endpoint am) throws IOException {
    if (am.equals(end)) {
      return false;
    }
    Lines lines = dial.dial(am);
    end = am;
    calls.move(lines.calls());
    polls.move(lines.polls());
    return true;
  }

  /**
   * There will be no further attempt: calls end with {@link org.yarnp2p.protocol.JobOverException}.
   *
   * @param how that is known, for people
   */
  public void end(String how) {
    calls.end(how);
    polls.end(how);
  }
}
