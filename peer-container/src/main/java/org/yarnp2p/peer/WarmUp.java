package org.yarnp2p.peer;

import java.nio.ByteBuffer;
import org.yarnp2p.model.Sha256;
import org.yarnp2p.peer.concurrent.DaemonThreads;

/**
 * Makes the JVM compile what every byte of a segment goes through, while the peer waits for others.
 * Until then SHA-256 takes 20 to 200 times as long, the more the faster the processor is at it: 120
 * ms for the first MiB, 3 ms for each later one, or 0.7 ms where there is an instruction for it.
 */
final class WarmUp {
  private static final int BYTES = 2 << 20;
  private static final int PIECE = 64 << 10;

  private WarmUp() {}

  /** Returns at once; a thread of its own does the work. */
  static void begin() {
    DaemonThreads.named("warm-up").newThread(WarmUp::hash).start();
  }

  private static void hash() {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE); // as they come from a connection
    Sha256 sha = new Sha256();
    for (int done = 0; done < BYTES; done += PIECE) {
      sha.update(piece);
    }
    sha.finish();
  }
}
