package org.yarnp2p.peer;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.TooEarlyException;
import org.yarnp2p.protocol.TrackerClient;

/**
 * Which life of the tracker this peer has joined. When that does not answer, the ApplicationMaster
 * is asked for a later one, until it names one or the present one answers again; the later one is
 * joined with what this peer has by then, and takes the calls from then on. Callers repeat what has
 * failed meanwhile. Thread-safe.
 */
final class TrackerSession implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerSession.class);

  private final TrackerFinder finder;
  private final Dialer dialer;
  private final Backoff backoff;
  private final Consumer<Exception> failure;
  private final ExecutorService search = DaemonThreads.pool("find-tracker", 1);
  private volatile Life life;
  private volatile boolean joined;
  private volatile Supplier<JoinRequest> introduction;
  private volatile Runnable joinedAgain = () -> {};
  private boolean searching;
  private boolean closed;

  /** Opens connections. */
  @FunctionalInterface
  interface Dialer {
    /** To a life of the tracker. */
    TrackerClient tracker(Contact contact) throws IOException;
  }

  /** One call to the tracker. */
  @FunctionalInterface
  interface Call<T> {
    /** To its present life. */
    T on(TrackerClient client) throws IOException;
  }

  /** One life of the tracker. */
  static final class Life {
    private final Contact contact;
    private final TrackerClient client;

    /** From 1: how many lives this peer has found. */
    private final int number;

    /** Whether the last call was not answered. */
    private volatile boolean silent;

    private Life(Contact contact, TrackerClient client, int number) {
      this.contact = contact;
      this.client = client;
      this.number = number;
    }

    /** From 1, one more for each later life that this peer has joined. */
    int number() {
      return number;
    }
  }

  /**
   * @param finder asks the ApplicationMaster
   * @param backoff between two attempts to find or join a later life
   * @param failure told when a later life refuses this peer
   */
  TrackerSession(
      TrackerFinder finder, Dialer dialer, Backoff backoff, Consumer<Exception> failure) {
    this.finder = finder;
    this.dialer = dialer;
    this.backoff = backoff;
    this.failure = failure;
  }

  /**
   * Waits for the tracker to be there. Once, before all calls; the first is a join.
   *
   * @param first makes what this peer says when it joins, from what it has at that moment
   */
  void open(Supplier<JoinRequest> first) throws IOException, InterruptedException {
    introduction = first;
    Contact contact = finder.find();
    TrackerClient client = dialer.tracker(contact);
    if (!take(new Life(contact, client, 1))) {
      client.close();
      throw new IOException("this peer ends before it has joined " + contact.member());
    }
  }

  /**
   * What happens from now on when a later life is found.
   *
   * @param later makes what is said when it is joined
   * @param afterwards run, by a thread of this session, when it has been joined
   */
  void introduceWith(Supplier<JoinRequest> later, Runnable afterwards) {
    introduction = later;
    joinedAgain = afterwards;
  }

  /** The present one. */
  Life life() {
    return life;
  }

  /** Joins the present life. */
  void join() throws IOException {
    call(life, client -> introduce(client));
    joined = true;
  }

  /** Calls one life; what is thrown is what {@link TrackerClient} throws. */
  <T> T call(Life now, Call<T> call) throws IOException {
    try {
      T answer = call.on(now.client);
      now.silent = false;
      return answer;
    } catch (FencedException | TooEarlyException | RemoteException answered) {
      now.silent = false;
      throw answered;
    } catch (AccessControlException e) {
      if (!joined) {
        throw e;
      }
      missed(now);
      throw new IOException("what listens at " + now.contact.endpoint() + " is no tracker now", e);
    } catch (IOException e) {
      missed(now);
      throw e;
    }
  }

  private Void introduce(TrackerClient client) throws IOException {
    client.join(introduction.get());
    return null;
  }

  private void missed(Life now) {
    now.silent = true;
    synchronized (this) {
      if (!closed && !searching && now == life) {
        searching = true;
        search.execute(() -> searchBeyond(now)); // under the lock: the end takes no more
      }
    }
  }

  private void searchBeyond(Life former) {
    try {
      int failures = 0;
      while (former.silent && former == life) {
        try {
          joinLater(former);
        } catch (FencedException | AccessControlException | RemoteException refused) {
          throw refused;
        } catch (IOException e) {
          failures++;
          LOG.info("No later tracker yet: {}", e.toString());
          TimeUnit.MILLISECONDS.sleep(backoff.millis(failures));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException | RuntimeException e) {
      failure.accept(e);
    } finally {
      synchronized (this) {
        searching = false;
      }
    }
  }

  private void joinLater(Life former) throws IOException {
    Optional<Contact> found = finder.after(former.contact.member());
    if (found.isEmpty()) {
      return;
    }
    Contact contact = found.get();
    TrackerClient client = dialer.tracker(contact);
    boolean taken = false;
    try {
      introduce(client);
      joined = true;
      taken = take(new Life(contact, client, former.number + 1));
    } finally {
      if (!taken) {
        client.close();
      }
    }
    if (taken) {
      LOG.info("Joined {}, after {}", contact.member(), former.contact.member());
      former.client.close();
      joinedAgain.run();
    }
  }

  /** False when nobody would close it any more. */
  private synchronized boolean take(Life found) {
    if (!closed) {
      life = found;
    }
    return !closed;
  }

  /** Ends the connection, and the search. */
  @Override
  public void close() {
    Life last;
    synchronized (this) {
      closed = true;
      last = life;
    }
    search.shutdownNow();
    if (last != null) {
      last.client.close();
    }
  }
}
