package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.ProtobufRpcEngineCallback2;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.yarnp2p.protocol.proto.CommonProtos.EmptyProto;

/** How the server translators answer: at once, or when a future completes. */
final class Answer {
  /** The answer that says no more than that the call succeeded. */
  static final EmptyProto EMPTY = EmptyProto.getDefaultInstance();

  private Answer() {}

  /** The work of one call: reads the request, checks the caller, acts. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws IOException;
  }

  /** Answers at once. */
  static <R extends Message> R now(Work<R> work) throws ServiceException {
    try {
      return work.get();
    } catch (IOException e) {
      throw new ServiceException(e);
    }
  }

  /**
   * Answers when the future of the work completes, from the thread that completes it; the handler
   * thread is free meanwhile. A failure reaches the caller with the class of the exception that the
   * future was completed with.
   *
   * @return what Hadoop IPC ignores
   */
  @SuppressWarnings("FutureReturnValueIgnored") // Hadoop logs what goes wrong while answering
  static <T, R extends Message> R later(
      R ignored, Work<CompletableFuture<T>> work, Function<T, R> encode) throws ServiceException {
    CompletableFuture<R> answer;
    try {
      answer = work.get().thenApply(encode);
    } catch (IOException e) {
      throw new ServiceException(e);
    }
    // Only now: a call that registers and then throws would mute the thread's next call.
    ProtobufRpcEngineCallback2 call = ProtobufRpcEngine2.Server.registerForDeferredResponse2();
    answer.whenComplete(
        (message, failure) -> {
          if (failure == null) {
            call.setResponse(message);
          } else {
            call.error(cause(failure));
          }
        });
    return ignored;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
