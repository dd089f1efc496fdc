package org.yarnp2p.ipc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.JobOverException;
import org.yarnp2p.protocol.Line;

/**
 * A {@link Line} to a server that may come back elsewhere. Calls go to where it was last said to
 * be; those under way when it moves end with an IOException.
 */
final class RoamingLine<P> implements Line<P> {
  private final Runnable unreached;
  private final AtomicBoolean met;
  private Line<P> current;
  private String over;
  private boolean closed;

  /**
   * @param first to where the server is now
   * @param met whether the server has ever answered, over this line or its others
   * @param unreached is told of each call that did not reach the server, on the caller's thread
   */
  RoamingLine(Line<P> first, AtomicBoolean met, Runnable unreached) {
    current = first;
    this.met = met;
    this.unreached = unreached;
  }

  @Override
  public <R extends Message> R call(String what, Call<P, R> call) throws IOException {
    Line<P> line = current();
    try {
      R answer = line.call(what, call);
      met.set(true);
      return answer;
    } catch (FencedException | RemoteException e) {
      met.set(true);
      throw e;
    } catch (AccessControlException e) {
      if (!met.get()) {
        throw e;
      }
      // Whoever refuses now is another process that has got the port of one that has died.
      unreached.run();
      throw new IOException("it is gone, and another process listens in its place", e);
    } catch (IOException e) {
      if (!isGivenUp(e)) {
        unreached.run();
      }
      throw e;
    }
  }

  /** Whether the caller did not want to wait any longer, which says nothing of the server. */
  private static boolean isGivenUp(IOException failure) {
    return failure instanceof InterruptedIOException
        && !(failure instanceof SocketTimeoutException);
  }

  private synchronized Line<P> current() throws IOException {
    if (over != null) {
      throw new JobOverException(over);
    }
    return current;
  }

  /** From now on calls go over another line. */
  void move(Line<P> next) {
    Line<P> left;
    synchronized (this) {
      left = closed ? next : current;
      current = closed ? current : next;
    }
    left.close();
  }

  /** The server will never come back: every further call throws {@link JobOverException}. */
  synchronized void end(String why) {
    over = why;
  }

  @Override
  public void close() {
    Line<P> last;
    synchronized (this) {
      closed = true;
      last = current;
    }
    last.close();
  }
}
