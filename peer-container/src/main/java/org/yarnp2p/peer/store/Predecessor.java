package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;

/**
 * What an earlier life of a rank has left in its local directory, and how far that is to be
 * believed. The bytes of a file are as recorded when the host has not been started anew since, no
 * record is lost, which may have been that a segment has gone bad, the file has its length, and
 * nothing was written to it after the last record; else they are hashed again. For one thread.
 */
public final class Predecessor {
  private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);

  private final Map<CopyOf, RecordedFile> files;
  private final Set<CopyOf> finished;

  /** Null when files have to be hashed in any case. */
  private final FileTime lastRecord;

  private Predecessor(Map<CopyOf, RecordedFile> files, Set<CopyOf> finished, FileTime lastRecord) {
    this.files = files;
    this.finished = finished;
    this.lastRecord = lastRecord;
  }

  /** There was none. */
  public static Predecessor none() {
    return new Predecessor(Map.of(), Set.of(), null);
  }

  /**
   * Reads what there is.
   *
   * @param directory of the rank
   * @param bootId of the host now
   */
  static Predecessor of(Path directory, String bootId) throws IOException {
    Path journal = directory.resolve(Journal.NAME);
    if (!Files.exists(journal)) {
      return none();
    }
    FileTime lastRecord = Files.getLastModifiedTime(journal);
    JournalReader.Contents contents = JournalReader.read(journal);
    boolean sameBoot = !bootId.equals(BootId.UNKNOWN) && bootId.equals(contents.bootId());
    LOG.info(
        "{} has records of {} files, written {} the last start of this host",
        journal,
        contents.files().size(),
        sameBoot ? "since" : "before");
    boolean believable = sameBoot && contents.whole();
    return new Predecessor(contents.files(), contents.finished(), believable ? lastRecord : null);
  }

  /** What is recorded of a copy of a file. */
  public Optional<RecordedFile> copy(CopyOf copy) {
    return Optional.ofNullable(files.get(copy));
  }

  /** Whether the output of a wanted file had been written. */
  public boolean hasFinished(int file) {
    return finished.contains(CopyOf.wanted(file));
  }

  /** Wanted files whose output had been written. */
  Set<CopyOf> finished() {
    return finished;
  }

  /**
   * Enters into a store what its file holds as recorded.
   *
   * @param store of the file, with nothing entered yet
   * @param recheck hashes what is not simply believed
   */
  public void restore(RecordedFile file, LocalFileStore store, Recheck recheck) throws IOException {
    List<Digest> digests = file.digests();
    if (!believed(store.path(), file.shape().dataLength())) {
      recheck.add(store, digests);
      return;
    }
    for (int segment = 0; segment < digests.size(); segment++) {
      if (digests.get(segment) != null) {
        store.vouch(segment, digests.get(segment));
      }
    }
  }

  private boolean believed(Path path, long length) throws IOException {
    return lastRecord != null
        && Files.size(path) == length
        && Files.getLastModifiedTime(path).compareTo(lastRecord) <= 0;
  }
}
