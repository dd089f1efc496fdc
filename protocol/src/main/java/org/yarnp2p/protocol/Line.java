package org.yarnp2p.protocol;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;

/**
 * One IPC connection to a server of the job, as the clients of this package use it. Thread-safe;
 * calls of several threads share the connection.
 *
 * @param <P> the server's protocol
 */
public interface Line<P> extends Closeable {
  /**
   * One call of a protocol.
   *
   * @param <P> the protocol
   * @param <R> its answer
   */
  @FunctionalInterface
  interface Call<P, R extends Message> {
    /** Sends the request. */
    R on(P protocol) throws ServiceException;
  }

  /**
   * Makes a call and waits for its answer, at most for the line's time.
   *
   * @param what the name of the call, for messages
   * @throws FencedException when the server knows a newer incarnation of the caller
   * @throws TooEarlyException when the server cannot answer yet
   * @throws org.apache.hadoop.security.AccessControlException when the server refuses the caller,
   *     or is not a server of the job
   * @throws org.apache.hadoop.ipc.RemoteException when the server answers with any other error
   * @throws java.net.SocketTimeoutException when there is no answer in time
   * @throws java.io.InterruptedIOException when the waiting thread is interrupted
   * @throws IOException when the server cannot be reached or the connection breaks
   */
  <R extends Message> R call(String what, Call<P, R> call) throws IOException;

  /** Ends the connection; calls under way end with an IOException. */
  @Override
  void close();
}
