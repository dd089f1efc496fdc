package org.yarnp2p.peer.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.WholeFile;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.DamagedSegmentsException;
import org.yarnp2p.peer.store.DiskReason;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.storage.StoragePatience;
import org.yarnp2p.storage.StorageStream;

/** Makes a finished file appear at its destination, whole or not at all. Thread-safe. */
final class OutputWriter {
  private static final Logger LOG = LoggerFactory.getLogger(OutputWriter.class);
  private static final int BUFFER = 64 * 1024;

  private final Rank rank;
  private final StoragePatience patience;
  private final boolean verify;

  /** Ids of files that this life has begun to write: what is there of them is its own. */
  private final Set<Integer> begun = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /**
   * @param rank whose outputs, for messages
   * @param patience with remote destinations
   * @param verify whether what has been stored at its destination is hashed again; what is copied
   *     always is
   */
  OutputWriter(Rank rank, StoragePatience patience, boolean verify) {
    this.rank = rank;
    this.patience = patience;
    this.verify = verify;
  }

  /**
   * Writes, unless an earlier life of the rank has; any other file of that name is replaced.
   *
   * @param file all its segments are held
   * @throws DamagedSegmentsException when segments have gone bad since they were stored
   * @throws IOException says who, what and where
   */
  void write(SharedFile file, Destination destination) throws IOException {
    boolean written = false;
    try {
      if (destination instanceof Destination.Remote) {
        patience.take(() -> writeUnlessWritten(file, destination), this::mustBeOpen);
      } else {
        writeUnlessWritten(file, destination);
      }
      written = true;
    } catch (DamagedSegmentsException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "%s could not write file %s to %s: %s"
              .formatted(
                  rank, file.plan().name(), name(destination), DiskReason.of(e, name(destination))),
          e);
    } finally {
      if (!written && closed) {
        deletePart(destination); // begun after the others have gone
      }
    }
  }

  /** What waits for its storage is not tried again. */
  void close() {
    closed = true;
  }

  private void mustBeOpen() throws IOException {
    if (closed) {
      throw new IOException("the peer ends");
    }
  }

  private void writeUnlessWritten(SharedFile file, Destination destination) throws IOException {
    if (!isStoredAt(file, destination)
        && !begun.contains(file.plan().id())
        && destination.isWritten(file.shape().outputLength())) {
      LOG.info("{} is there already", name(destination));
      return;
    }
    begun.add(file.plan().id());
    if (destination instanceof Destination.Local local) {
      writeLocal(file, local);
    } else if (destination instanceof Destination.Remote remote) {
      writeRemote(file, remote);
    }
  }

  /** Deletes what is there under the name of an incomplete file, unless that is to be kept. */
  void deletePart(Destination destination) {
    try {
      if (destination instanceof Destination.Local local) {
        if (local.arrival() == null) {
          Files.deleteIfExists(local.part());
        }
      } else if (destination instanceof Destination.Remote remote) {
        remote.fs().delete(remote.part(), false);
        deleteFormerParts(remote);
      }
    } catch (IOException | RuntimeException e) {
      // File systems throw unchecked exceptions too, for instance about an unknown host.
      LOG.warn("{} could not delete its part of {}", rank, name(destination), e);
    }
  }

  private static Object name(Destination destination) {
    return destination instanceof Destination.Local local
        ? local.target()
        : ((Destination.Remote) destination).target();
  }

  private void writeLocal(SharedFile file, Destination.Local local) throws IOException {
    long length = file.shape().outputLength();
    Destination.Arrival arrival = local.arrival();
    if (file.store() instanceof LocalFileStore store && isStoredAt(file, local)) {
      store.finish();
      mustBe(length, Files.size(store.path()), store.path());
      if (verify && !store.path().equals(local.target())) {
        store.verify();
      }
      if (arrival != null && arrival.attributes() != null) {
        Preserved.apply(arrival.attributes(), store.path());
      }
      deleteChecksum(local);
      if (!store.path().equals(local.target())) {
        store.moveTo(local.target());
      }
    } else {
      LocalDirectory.makeToWrite(rank, local.target().getParent());
      copy(
          file.store(),
          Files.newOutputStream(
              local.part(),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS));
      mustBe(length, Files.size(local.part()), local.part());
      deleteChecksum(local);
      Files.move(
          local.part(),
          local.target(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    mustBe(length, Files.size(local.target()), local.target());
  }

  /**
   * Hadoop's checksum of a file that had the name before would make the new one unreadable there.
   * It goes first, lest it stay when this peer is killed in between.
   */
  private static void deleteChecksum(Destination.Local local) throws IOException {
    if (local.arrival() != null && local.arrival().checksumIsOurs()) {
      return;
    }
    Path checksum = local.target().resolveSibling("." + local.target().getFileName() + ".crc");
    // Its name may be too long for the file system: then it is not there, and cannot be deleted.
    if (Files.exists(checksum, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(checksum);
    }
  }

  /** Whether the segments were stored at the destination from the start. */
  private static boolean isStoredAt(SharedFile file, Destination destination) {
    return file.store() instanceof LocalFileStore store
        && destination instanceof Destination.Local local
        && (store.path().equals(local.part()) || store.path().equals(local.target()));
  }

  private static void writeRemote(SharedFile file, Destination.Remote remote) throws IOException {
    FileSystem fs = remote.fs();
    copy(file.store(), fs.create(remote.part(), true));
    // At the last moment: a later life that has written its output has deleted this part.
    mustBe(file.shape().outputLength(), fs.getFileStatus(remote.part()).getLen(), remote.part());
    WholeFile.replace(fs, remote.part(), remote.target());
    deleteFormerParts(remote);
  }

  private static void deleteFormerParts(Destination.Remote remote) throws IOException {
    for (org.apache.hadoop.fs.Path former : remote.formerParts()) {
      remote.fs().delete(former, false);
    }
  }

  private static void copy(SegmentStore store, OutputStream to) throws IOException {
    try (OutputStream out = new StorageStream(new BufferedOutputStream(to, BUFFER))) {
      store.writeOutput(out);
    }
  }

  private static void mustBe(long expected, long actual, Object what) throws IOException {
    if (actual != expected) {
      throw new IOException(what + " has " + actual + " bytes, expected " + expected);
    }
  }
}
