package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.yarnp2p.model.Member;

/**
 * Where peers wait for an upload slot, as {@link PeerCalls#reserve} but without a waiting thread.
 */
@FunctionalInterface
public interface SlotQueue {
  /**
   * The caller wants an upload slot. It waits once: asking again ends the earlier call with BUSY.
   *
   * @return completes when a slot is there, and with BUSY when the time to wait is over
   */
  CompletableFuture<ReserveAnswer> reserve(Member member) throws IOException;
}
