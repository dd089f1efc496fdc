package org.yarnp2p.peer.distribute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.yarnp2p.model.Digest;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.distribute.KeptManifest.KeptPart;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;

/**
 * What is below a target at this moment, written to its manifest now and then. What nothing is new
 * about is not written again. Thread-safe.
 */
final class TargetRecord {
  private final Path target;
  private final Map<Integer, Destination.Local> destinations;
  private final String bootId;
  private final Map<String, KeptFile> files = new TreeMap<>();
  private final TreeSet<String> directories = new TreeSet<>();

  /** Wanted files by id. */
  private final Map<Integer, SharedFile> followed = new TreeMap<>();

  /** Ids of those that have not arrived yet. */
  private final TreeSet<Integer> coming = new TreeSet<>();

  /** Parts from before, until it is known of which files which segments are here. */
  private List<KeptPart> left;

  private KeptManifest written;

  /**
   * @param target the directory
   * @param written what stands in its manifest
   * @param before what is known to be there
   * @param destinations by file id
   * @param bootId of the host; empty where it has none
   */
  TargetRecord(
      Path target,
      KeptManifest written,
      KeptManifest before,
      Map<Integer, Destination.Local> destinations,
      String bootId) {
    this.target = target;
    this.bootId = bootId;
    this.destinations = destinations;
    this.written = written;
    before.files().forEach(file -> files.put(file.name(), file));
    directories.addAll(before.directories());
    left = before.parts();
  }

  /** These are the parts from before that are gone on with, by the names that they have now. */
  synchronized void goesOnWith(List<KeptPart> parts) {
    left = List.copyOf(parts);
  }

  /** These files are to arrive; nothing is said of parts from before any more. */
  synchronized void follow(Collection<SharedFile> wanted) {
    left = List.of();
    for (SharedFile file : wanted) {
      followed.put(file.plan().id(), file);
      coming.add(file.plan().id());
    }
  }

  /** A file has arrived; once more when segments of it had gone bad. */
  synchronized void arrived(int id) throws IOException {
    SharedFile file = followed.get(id);
    Path path = destinations.get(id).target();
    long time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis();
    String name = file.plan().name();
    files.put(
        name,
        new KeptFile(
            name,
            file.plan().origin(),
            time,
            file.plan().segmentSize(),
            digests(file.store()),
            boot(file)));
    coming.remove(id);
  }

  /** Of a copy from before the host's last start this one has seen that its bytes are there. */
  private String boot(SharedFile file) {
    KeptFile before = files.get(file.plan().name());
    boolean isOnDisk =
        isOnlyRead(file)
            && before != null
            && before.modificationTime() != KeptManifest.NO_TIME
            && !before.boot().equals(bootId);
    return isOnDisk ? "" : bootId;
  }

  private static boolean isOnlyRead(SharedFile file) {
    return !file.store().takesSegments();
  }

  /** Files that have arrived, now or earlier. */
  synchronized List<KeptFile> files() {
    return List.copyOf(files.values());
  }

  /** Directories made, now or earlier. */
  synchronized List<String> directories() {
    return List.copyOf(directories);
  }

  /** A file is no longer there, or no longer what arrived. */
  synchronized void forget(String file) {
    files.remove(file);
  }

  /** These are the directories now. */
  synchronized void directories(Collection<String> now) {
    directories.clear();
    directories.addAll(now);
  }

  /** Writes the manifest when something is new. */
  synchronized void write() throws IOException {
    List<KeptPart> parts = new ArrayList<>(left);
    coming.forEach(id -> part(followed.get(id)).ifPresent(parts::add));
    followed.values().forEach(this::doubt);
    KeptManifest now =
        new KeptManifest(
            KeptManifest.VERSION, List.copyOf(files.values()), parts, List.copyOf(directories));
    if (!now.equals(written)) {
      now.write(target);
      written = now;
    }
  }

  /** What was found here as a whole, and has turned out to be none, is not believed again. */
  private void doubt(SharedFile file) {
    if (isOnlyRead(file) && !file.store().complete()) {
      files.computeIfPresent(file.plan().name(), (name, known) -> known.doubted());
    }
  }

  private Optional<KeptPart> part(SharedFile file) {
    boolean begun =
        file.store() instanceof LocalFileStore store
            && store.takesSegments()
            && !store.held().isEmpty();
    if (!begun) {
      return Optional.empty();
    }
    Path part = destinations.get(file.plan().id()).part();
    return Optional.of(
        new KeptPart(
            file.plan().name(),
            target.relativize(part).toString(),
            file.plan().origin(),
            file.plan().segmentSize(),
            digests(file.store())));
  }

  private static List<String> digests(SegmentStore store) {
    return IntStream.range(0, store.shape().segmentCount())
        .mapToObj(segment -> store.digest(segment).map(Digest::toString).orElse(""))
        .toList();
  }
}
