package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * Lets several sources bring one segment at the same time. The first writer writes to the segment's
 * place as bytes arrive. A second one gathers in memory and writes there when it knows that its
 * bytes are right. Once a segment is held, or discarded, bytes of the writers that were at work are
 * dropped. All that happens to one segment is done under one lock. Thread-safe.
 */
final class SegmentWriters {
  private final FileShape shape;
  private final Ledger ledger;
  private final Place place;
  private final Map<Integer, Site> sites = new HashMap<>();

  /** Where bytes end up. */
  interface Place {
    /** Writes bytes, from their position to their limit, at an offset within a segment. */
    void put(int segment, int offset, ByteBuffer bytes) throws IOException;
  }

  SegmentWriters(FileShape shape, Ledger ledger, Place place) {
    this.shape = shape;
    this.ledger = ledger;
    this.place = place;
  }

  /** Work on one segment; its monitor is held while bytes are put in place. */
  private static final class Site {
    /** How many use it, under the lock of the map. */
    private int users;

    /** Writes to the place; null when nobody does. */
    private Writer atPlace;

    /** Whether another gathers. */
    private boolean gathering;

    /** Grows when the segment is held or discarded: earlier writers are late. */
    private int life;
  }

  /** A writer to the place itself; empty when there is one already, or the segment is held. */
  Optional<SegmentWriter> begin(int segment) {
    Site site = enter(segment);
    synchronized (site) {
      if (site.atPlace == null && ledger.digest(segment).isEmpty()) {
        Writer writer = new Writer(site, segment, null);
        site.atPlace = writer;
        return Optional.of(writer);
      }
    }
    leave(segment);
    return Optional.empty();
  }

  /**
   * A writer that takes the segment's length of memory; empty when there is one already, or the
   * segment is held.
   */
  Optional<SegmentWriter> gather(int segment) {
    Site site = enter(segment);
    synchronized (site) {
      if (!site.gathering && ledger.digest(segment).isEmpty()) {
        site.gathering = true;
        ByteBuffer memory = ByteBuffer.allocate(shape.segmentLength(segment));
        return Optional.of(new Writer(site, segment, memory));
      }
    }
    leave(segment);
    return Optional.empty();
  }

  /** Takes a verified segment in. Whether it was not held before. */
  boolean write(int segment, Digest digest, ByteBuffer data) throws IOException {
    Site site = enter(segment);
    try {
      synchronized (site) {
        return store(site, segment, digest, data);
      }
    } finally {
      leave(segment);
    }
  }

  /** Whether the segment was held before. */
  boolean discard(int segment) {
    Site site = enter(segment);
    try {
      synchronized (site) {
        site.life++;
        site.atPlace = null;
        return ledger.strike(segment);
      }
    } finally {
      leave(segment);
    }
  }

  private boolean store(Site site, int segment, Digest digest, ByteBuffer data) throws IOException {
    if (ledger.digest(segment).isPresent()) {
      return false;
    }
    site.life++;
    site.atPlace = null;
    place.put(segment, 0, data);
    return ledger.enter(segment, digest);
  }

  private Site enter(int segment) {
    synchronized (sites) {
      Site site = sites.computeIfAbsent(segment, s -> new Site());
      site.users++;
      return site;
    }
  }

  private void leave(int segment) {
    synchronized (sites) {
      Site site = sites.get(segment);
      site.users--;
      if (site.users == 0) {
        sites.remove(segment);
      }
    }
  }

  private final class Writer implements SegmentWriter {
    private final Site site;
    private final int segment;
    private final int life;
    private final int length;

    /** Null for the one that writes to the place. */
    private ByteBuffer memory;

    private int written;
    private boolean closed;

    /** Under the site's lock. */
    Writer(Site site, int segment, ByteBuffer memory) {
      this.site = site;
      this.segment = segment;
      this.memory = memory;
      life = site.life;
      length = shape.segmentLength(segment);
    }

    @Override
    public void write(ByteBuffer part) throws IOException {
      int count = part.remaining();
      if (closed || count > length - written) {
        throw new IllegalArgumentException(
            "%d bytes after %d of %d".formatted(count, written, length));
      }
      if (memory != null) {
        memory.put(part);
      } else {
        putInPlace(part);
      }
      written += count;
    }

    private void putInPlace(ByteBuffer part) throws IOException {
      synchronized (site) {
        if (site.atPlace == this) {
          place.put(segment, written, part);
        } else {
          part.position(part.limit());
        }
      }
    }

    @Override
    public boolean commit(Digest digest) throws IOException {
      if (closed || written != length) {
        throw new IllegalStateException(written + " of " + length + " bytes are written");
      }
      try {
        synchronized (site) {
          if (site.life != life) {
            return false;
          }
          if (memory != null) {
            return store(site, segment, digest, memory.flip());
          }
          if (length == 0) {
            place.put(segment, 0, ByteBuffer.allocate(0));
          }
          site.life++;
          return ledger.enter(segment, digest);
        }
      } finally {
        close();
      }
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      synchronized (site) {
        if (memory != null) {
          site.gathering = false;
          memory = null;
        } else if (site.atPlace == this) {
          site.atPlace = null;
        }
      }
      leave(segment);
    }
  }
}
