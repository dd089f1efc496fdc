package org.yarnp2p.ipc;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.ipc.Client;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.apache.hadoop.util.concurrent.AsyncGet;
import org.yarnp2p.protocol.Line;

/**
 * A {@link Line} over Hadoop IPC: one proxy with one connection, opened at the first call and again
 * after it has been idle or broken.
 */
final class IpcLine<P> implements Line<P> {
  /**
   * Hadoop breaks a silent connection off later than a call ends, so that the call can be named.
   */
  private static final int SLACK_MS = 500;

  private final String server;
  private final OwnSockets sockets = new OwnSockets();
  private final P proxy;
  private final int timeoutMillis;
  private final Consumer<IpcLine<?>> onClose;

  /** Threads that are sending, perhaps opening the connection first. */
  private int senders;

  private boolean closed;

  /**
   * @param server for messages
   * @param user holds the token for the address, and nothing else
   * @param settings of {@link IpcSettings}
   * @param timeoutMillis for a call, and for the server's silence while one is under way
   * @param onClose is told once, when the line has been closed
   */
  IpcLine(
      Class<P> protocol,
      String server,
      InetSocketAddress address,
      UserGroupInformation user,
      Configuration settings,
      int timeoutMillis,
      Consumer<IpcLine<?>> onClose)
      throws IOException {
    this.onClose = onClose;
    this.server = server;
    this.timeoutMillis = timeoutMillis;
    proxy =
        RPC.getProtocolProxy(
                protocol,
                RPC.getProtocolVersion(protocol),
                address,
                user,
                settings,
                sockets,
                timeoutMillis + SLACK_MS,
                null)
            .getProxy();
  }

  @Override
  public <R extends Message> R call(String what, Call<P, R> call) throws IOException {
    return call(what, call, timeoutMillis);
  }

  /**
   * The same connection for calls that have less time.
   *
   * @param shorterMillis for a call, at most the time of this line
   */
  Line<P> within(int shorterMillis) {
    return new Line<>() {
      @Override
      public <R extends Message> R call(String what, Call<P, R> call) throws IOException {
        return IpcLine.this.call(what, call, shorterMillis);
      }

      @Override
      public void close() {
        IpcLine.this.close();
      }
    };
  }

  private <R extends Message> R call(String what, Call<P, R> call, int millis) throws IOException {
    Message answer;
    try {
      answer = send(call).get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw timedOut(what, millis, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(what, e);
    } catch (Exception e) {
      throw RemoteErrors.unwrap(e);
    } finally {
      forgetAnswer();
    }
    @SuppressWarnings("unchecked") // the engine has read it as the type that the method returns
    R typed = (R) answer;
    return typed;
  }

  /**
   * Sends without waiting. Hadoop's own wait has no deadline as long as anything arrives on the
   * connection.
   */
  private <R extends Message> AsyncGet<Message, Exception> send(Call<P, R> call)
      throws ServiceException, IOException {
    begin();
    Client.setAsynchronousMode(true);
    try {
      call.on(proxy);
      return ProtobufRpcEngine2.getAsyncReturnMessage();
    } finally {
      Client.setAsynchronousMode(false);
      end();
    }
  }

  private synchronized void begin() throws IOException {
    if (closed) {
      throw new IOException("the connection to " + server + " was closed");
    }
    senders++;
  }

  private void end() {
    boolean last;
    synchronized (this) {
      senders--;
      last = closed && senders == 0;
    }
    if (last) {
      stop();
    }
  }

  /**
   * Hadoop keeps the bytes of a thread's last answer until its next call: with segments, that fills
   * the heap.
   */
  private static void forgetAnswer() {
    CompletableFuture<Writable> answer = Client.getResponseFuture();
    if (answer != null) {
      answer.obtrudeValue(null);
    }
  }

  private IOException timedOut(String what, int millis, TimeoutException cause) {
    IOException error =
        new SocketTimeoutException(
            what + ": no answer from " + server + " within " + millis + " ms");
    error.initCause(cause);
    return error;
  }

  private IOException interrupted(String what, InterruptedException cause) {
    IOException error = new InterruptedIOException(what + ": given up while waiting for " + server);
    error.initCause(cause);
    return error;
  }

  /** Calls under way fail soon, and new ones at once. */
  @Override
  public void close() {
    boolean unused;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      unused = senders == 0;
    }
    sockets.close();
    if (unused) {
      stop();
    }
    onClose.accept(this);
  }

  /**
   * Hadoop interrupts the threads that are opening a connection, which are the callers': a loop
   * would take that for its own end. So it is told when none is left, and the sockets are closed
   * first, since it waits for its readers.
   */
  private void stop() {
    RPC.stopProxy(proxy);
  }
}
