package org.yarnp2p.peer.swarm;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Sets of segments. */
final class Bits {
  private Bits() {}

  static BitSet of(int... numbers) {
    BitSet bits = new BitSet();
    IntStream.of(numbers).forEach(bits::set);
    return bits;
  }

  /** The numbers from 0 up to, but not, this one. */
  static BitSet upTo(int end) {
    BitSet bits = new BitSet();
    bits.set(0, end);
    return bits;
  }

  /** Each number up to, but not, this one with this probability. */
  static BitSet random(int end, double share, RandomGenerator random) {
    BitSet bits = new BitSet();
    for (int i = 0; i < end; i++) {
      bits.set(i, random.nextDouble() < share);
    }
    return bits;
  }
}
