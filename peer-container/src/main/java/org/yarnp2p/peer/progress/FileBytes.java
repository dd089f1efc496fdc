package org.yarnp2p.peer.progress;

import java.util.concurrent.atomic.LongAdder;

/** Bytes of one file that have been moved. */
final class FileBytes {
  final LongAdder down = new LongAdder();
  final LongAdder up = new LongAdder();
  final LongAdder origin = new LongAdder();
}
