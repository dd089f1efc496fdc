package org.yarnp2p.bench.micro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/** The swarm that all benchmarks are about. */
public final class Scale {
  /** Peers, the seed among them. */
  public static final int RANKS = 10_000;

  /** Of the one file. */
  public static final int SEGMENTS = 4_096;

  /** Neighbours of a peer, as p2p.tracker.neighbours has it in a swarm of this size. */
  static final int NEIGHBOURS = 20;

  static final int FILE = 0;
  static final int SEGMENT_BYTES = 1 << 20;
  static final long RANDOM_SEED = 1;

  private Scale() {}

  static FileShape shape() {
    return FileShape.payload((long) SEGMENTS * SEGMENT_BYTES, SEGMENT_BYTES);
  }

  /** Digests that differ; there are no bytes. */
  static List<Digest> digests() {
    List<Digest> digests = new ArrayList<>(SEGMENTS);
    for (int i = 0; i < SEGMENTS; i++) {
      digests.add(Digest.of(ByteBuffer.allocate(Integer.BYTES).putInt(0, i)));
    }
    return digests;
  }
}
