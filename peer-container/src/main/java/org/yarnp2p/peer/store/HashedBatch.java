package org.yarnp2p.peer.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yarnp2p.model.Digest;

/**
 * Segments of one held file on their way from the hashing to the store's ledger: published some at
 * a time, each time after a look whether the file is still the one that was opened. For one thread.
 */
final class HashedBatch {
  /** Published together when they have this many bytes: some ms of work. */
  private static final long BYTES = 8L << 20;

  /** In one message to the tracker. */
  private static final int SEGMENTS = 8192;

  private final int file;
  private final LocalFileStore store;
  private final ToldDigests told;
  private final Unchanged unchanged;
  private final Publication publication;
  private final SortedMap<Integer, Digest> digests = new TreeMap<>();
  private long bytes;

  /**
   * @param file id in the job's plan
   */
  HashedBatch(
      int file,
      LocalFileStore store,
      ToldDigests told,
      Unchanged unchanged,
      Publication publication) {
    this.file = file;
    this.store = store;
    this.told = told;
    this.unchanged = unchanged;
    this.publication = publication;
  }

  /** A segment's bytes are at their place, and this is their digest. */
  void add(int segment, Digest digest) throws IOException, InterruptedException {
    digests.put(segment, told.toTell(segment, digest));
    bytes += store.shape().segmentLength(segment);
    if (bytes >= BYTES || digests.size() == SEGMENTS) {
      publish();
    }
  }

  /** Publishes what is left. */
  void publish() throws IOException, InterruptedException {
    try {
      unchanged.check();
    } catch (IOException e) {
      throw unchanged.failed(e);
    }
    if (digests.isEmpty()) {
      return;
    }
    BitSet altered = new BitSet();
    digests.keySet().stream().filter(told::isAltered).forEach(altered::set);
    digests.forEach(told::willTell);
    publication.publish(file, digests, altered, () -> digests.forEach(store::vouch));
    digests.clear();
    bytes = 0;
  }
}
