package org.yarnp2p.peer.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.model.Sha256;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.DiskReason;
import org.yarnp2p.peer.store.SegmentWriter;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.protocol.Acquired;

/**
 * The gate to the stores: hashes bytes as they come, and lets a segment be held only when its
 * digest is right. Thread-safe.
 */
final class Intake {
  private final Rank self;
  private final SharedFiles files;
  private final Progress progress;
  private final RateLimit rate;
  private final Consumer<Acquired> acquired;
  private final Consumer<Exception> failure;
  private final AtomicLong memory;
  private final LongAdder taken = new LongAdder();

  /** What became of a segment that came whole. */
  enum End {
    /** It is held, whether through these bytes or others. */
    HELD,
    /** The bytes are not the segment's. */
    WRONG,
    /** It is not held, and nobody is to blame for it. */
    LOST
  }

  /**
   * @param gatherBytes of second copies of segments may be in memory at the same time
   * @param rate that what comes from peers keeps to
   * @param acquired told of every segment that is new here
   * @param failure told what this peer cannot live with, such as a full disk
   */
  Intake(
      Rank self,
      SharedFiles files,
      Progress progress,
      long gatherBytes,
      RateLimit rate,
      Consumer<Acquired> acquired,
      Consumer<Exception> failure) {
    this.self = self;
    this.files = files;
    this.progress = progress;
    this.rate = rate;
    this.acquired = acquired;
    this.failure = failure;
    memory = new AtomicLong(gatherBytes);
  }

  /**
   * A segment begins to come from a peer. Where the tracker has not told its digest, the one that
   * came with the bytes must match, and the tracker judges later.
   *
   * @param claimed digest that came with the bytes
   */
  Taken begin(SegmentRef segment, Digest claimed) {
    SharedFile file = files.get(segment.file());
    Optional<SegmentWriter> inPlace = file.store().begin(segment.segment());
    if (inPlace.isPresent()) {
      return new Taken(segment, claimed, inPlace.get(), 0);
    }
    int length = length(segment);
    Optional<SegmentWriter> apart = Optional.empty();
    if (memory.addAndGet(-length) >= 0) {
      apart = file.store().gather(segment.segment());
    }
    return new Taken(segment, claimed, apart.orElse(null), length);
  }

  /**
   * Stores a segment that was read from its origin. Where the tracker has not told the digest, it
   * judges later.
   *
   * @return false when the bytes are not the segment's
   * @throws IOException when they cannot be stored; says who, what and where
   */
  boolean take(SegmentRef segment, ByteBuffer data) throws IOException {
    SharedFile file = files.get(segment.file());
    Digest actual = Digest.of(data);
    if (!actual.equals(file.manifest().expected(segment.segment()).orElse(actual))) {
      return false;
    }
    try {
      if (file.store().write(segment.segment(), actual, data)) {
        acquired(segment, actual);
      }
    } catch (IOException e) {
      throw unstorable(segment, e);
    }
    return true;
  }

  /** Bytes of a segment. */
  int length(SegmentRef segment) {
    return files.get(segment.file()).shape().segmentLength(segment.segment());
  }

  /** How many segments have come so far, also those that have gone bad since. */
  long taken() {
    return taken.sum();
  }

  /** Whether the segment is here. */
  boolean holds(SegmentRef segment) {
    return files.get(segment.file()).holds(segment.segment());
  }

  /** A source has sent something wrong. */
  void refused() {
    progress.refused();
  }

  /** For messages. */
  String describe(SegmentRef segment) {
    return "segment " + segment.segment() + " of " + files.get(segment.file()).plan().name();
  }

  private void acquired(SegmentRef segment, Digest digest) {
    taken.increment();
    progress.acquired(segment.file(), length(segment));
    acquired.accept(new Acquired(segment, digest));
  }

  private IOException unstorable(SegmentRef segment, IOException e) {
    return new IOException(
        "%s could not store %s in %s: %s; %s, or put the local output or p2p.peer.work.dirs on another"
            .formatted(
                self,
                describe(segment),
                files.get(segment.file()).store(),
                DiskReason.of(e, files.get(segment.file()).store()),
                DiskReason.remedy(e)),
        e);
  }

  /** A segment on its way in. For one thread. */
  final class Taken {
    private final SegmentRef segment;
    private final Digest claimed;
    private final Sha256 sha = new Sha256();
    private final int reserved;

    /** Null when the bytes are of no use. */
    private final SegmentWriter writer;

    private int came;
    private boolean over;

    private Taken(SegmentRef segment, Digest claimed, SegmentWriter writer, int reserved) {
      this.segment = segment;
      this.claimed = claimed;
      this.writer = writer;
      this.reserved = reserved;
    }

    void part(ByteBuffer bytes) throws IOException {
      // Whoever reads from the connection waits here, and the sender with it.
      rate.take(bytes.remaining());
      came += bytes.remaining();
      if (writer != null) {
        sha.update(bytes);
        try {
          writer.write(bytes);
        } catch (IOException e) {
          throw failed(e);
        }
      }
    }

    End end() throws IOException {
      try {
        if (writer != null) {
          Digest actual = sha.finish();
          Optional<Digest> known = files.get(segment.file()).manifest().expected(segment.segment());
          if (!actual.equals(known.orElse(claimed))) {
            return End.WRONG;
          }
          if (writer.commit(actual)) {
            acquired(segment, actual);
          }
        }
        return holds(segment) ? End.HELD : End.LOST;
      } catch (IOException e) {
        throw failed(e);
      } finally {
        cutOff();
      }
    }

    void cutOff() {
      if (over) {
        return;
      }
      over = true;
      progress.received(segment.file(), came);
      if (writer != null) {
        writer.close();
      }
      memory.addAndGet(reserved);
    }

    private IOException failed(IOException e) {
      IOException told = unstorable(segment, e);
      failure.accept(told);
      return told;
    }
  }
}
