package org.yarnp2p.peer.distribute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.Distribution.Verify;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.distribute.KeptManifest.KeptPart;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.CopyOf;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.Journal;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.Recheck;

/**
 * Finds what of a distribution's files earlier ones have left on this node. A copy of another
 * version of the source, or one that nothing is recorded about, does not count. For one thread.
 */
final class KeptCopies {
  private static final Logger LOG = LoggerFactory.getLogger(KeptCopies.class);

  private final TargetTree tree;
  private final Verify verify;
  private final OpenFiles<FileChannel> openFiles;
  private final Journal journal;
  private final String bootId;
  private final Map<String, KeptFile> files = new TreeMap<>();
  private final Map<String, KeptPart> parts = new TreeMap<>();
  private final Recheck recheck = new Recheck();
  private final List<Held> found = new ArrayList<>();

  /** By their present names. */
  private final List<KeptPart> goneOnWith = new ArrayList<>();

  /**
   * @param verify how whole copies are checked; parts of files are always hashed
   * @param openFiles of all stores
   * @param journal records what parts hold
   * @param bootId of the host; empty where it has none
   */
  KeptCopies(
      TargetTree tree,
      KeptManifest manifest,
      Verify verify,
      OpenFiles<FileChannel> openFiles,
      Journal journal,
      String bootId) {
    this.tree = tree;
    this.verify = verify;
    this.openFiles = openFiles;
    this.journal = journal;
    this.bootId = bootId;
    manifest.files().forEach(file -> files.put(file.name(), file));
    manifest.parts().forEach(part -> parts.put(part.name(), part));
  }

  /**
   * Looks at all files. Parts of them that are of use get the names that they have in this job;
   * those that are not are deleted.
   *
   * @param destinations by file id
   * @return the parts that are of use, by the names that they have now
   */
  List<KeptPart> look(List<PlannedFile> planned, Map<Integer, Destination.Local> destinations)
      throws IOException {
    for (PlannedFile file : planned) {
      look(file, destinations.get(file.id()));
    }
    for (KeptPart left : parts.values()) {
      Optional<Path> path = tree.find(left.part());
      if (path.isPresent()) {
        Files.deleteIfExists(path.get());
      }
    }
    return List.copyOf(goneOnWith);
  }

  /**
   * Hashes what has been found and is not simply believed.
   *
   * @param threads at work at the same time, from 1
   * @return what is held, whole or in part; the stores hold what is right
   */
  List<Held> checked(int threads) throws IOException, InterruptedException {
    recheck.run(threads);
    found.removeIf(held -> held.store().held().isEmpty() && !held.store().complete());
    return found;
  }

  private void look(PlannedFile file, Destination.Local destination) throws IOException {
    KeptFile kept = files.get(file.name());
    boolean known = kept != null && kept.origin().equals(file.origin());
    Optional<BasicFileAttributes> there = known ? regular(destination.target()) : Optional.empty();
    boolean untouched =
        there.isPresent()
            && there.get().size() == file.origin().length()
            && there.get().lastModifiedTime().toMillis() == kept.modificationTime();
    boolean sameCut = known && sameCut(file, kept.segmentSize(), kept.digests());
    if (untouched && sameCut && verify == Verify.SIZE && isSurelyStored(kept)) {
      LocalFileStore store = LocalFileStore.existing(destination.target(), shape(file), openFiles);
      List<Digest> digests = digests(kept.digests());
      for (int segment = 0; segment < digests.size(); segment++) {
        store.vouch(segment, digests.get(segment));
      }
      found.add(new Held(file, store));
    } else if (!adopted(file, destination) && there.isPresent()) {
      if (sameCut) {
        LocalFileStore store =
            LocalFileStore.existing(destination.target(), shape(file), openFiles);
        recheck.add(store, digests(kept.digests()));
        found.add(new Held(file, store));
      } else {
        LOG.info("{} has other segments now; it is fetched again", file.name());
      }
    }
  }

  /** Not when the host has been started anew since: nothing is forced to the disk on arrival. */
  private boolean isSurelyStored(KeptFile file) {
    return file.boot().isEmpty() || file.boot().equals(bootId);
  }

  /** Whether the part of the file that a broken-off distribution has left is gone on with. */
  private boolean adopted(PlannedFile file, Destination.Local destination) throws IOException {
    KeptPart part = parts.get(file.name());
    if (part == null
        || !part.origin().equals(file.origin())
        || !sameCut(file, part.segmentSize(), part.digests())) {
      return false;
    }
    Optional<Path> path = tree.find(part.part());
    Optional<BasicFileAttributes> there = path.isPresent() ? regular(path.get()) : Optional.empty();
    if (there.isEmpty() || there.get().size() != file.origin().length()) {
      return false;
    }
    Files.move(path.get(), destination.part(), StandardCopyOption.ATOMIC_MOVE);
    parts.remove(file.name());
    goneOnWith.add(part.at(tree.name(destination.part())));
    FileShape shape = shape(file);
    LocalFileStore store =
        LocalFileStore.continued(
            destination.part(),
            shape,
            openFiles,
            journal.payload(CopyOf.wanted(file.id()), shape, 0));
    recheck.add(store, digests(part.digests()));
    found.add(new Held(file, store));
    return true;
  }

  private static boolean sameCut(PlannedFile file, int segmentSize, List<String> digests) {
    // The digest of a file that is one segment is the same whatever the size of segments.
    return digests.size() == shape(file).segmentCount()
        && (segmentSize == file.segmentSize() || digests.size() <= 1);
  }

  private static FileShape shape(PlannedFile file) {
    Origin origin = file.origin();
    return FileShape.payload(origin.length(), file.segmentSize());
  }

  private static List<Digest> digests(List<String> recorded) {
    List<Digest> digests = new ArrayList<>();
    for (String hex : recorded) {
      digests.add(hex.isEmpty() ? null : KeptManifest.digest(hex));
    }
    return digests;
  }

  private static Optional<BasicFileAttributes> regular(Path path) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
