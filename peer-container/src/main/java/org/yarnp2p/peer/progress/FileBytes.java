package org.yarnp2p.peer.progress;

import java.util.concurrent.atomic.LongAdder;

/** Bytes of one file that have been moved, or are here. */
final class FileBytes {
  final LongAdder down = new LongAdder();
  final LongAdder up = new LongAdder();
  final LongAdder origin = new LongAdder();

  /** Of a wanted file. */
  final LongAdder acquired = new LongAdder();

  /** Whether it is not wanted any more, since it cannot be completed. */
  volatile boolean lost;
}
