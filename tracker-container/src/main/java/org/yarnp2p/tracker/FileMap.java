package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;

/** The tracker's map: files to segments to the ranks that hold them. Not thread-safe. */
final class FileMap {
  private final List<MappedFile> byId;
  private final NavigableMap<String, MappedFile> byName = new TreeMap<>();
  private final OpenOrigins openOrigins = new OpenOrigins();
  private boolean swarmsChanged;
  private boolean swarmsEverChanged;

  /**
   * @param files of the job, the id of each its index
   */
  FileMap(List<PlannedFile> files) {
    byId = files.stream().map(one -> new MappedFile(one, openOrigins, this::changed)).toList();
    byId.forEach(file -> byName.put(file.name(), file));
  }

  private void changed() {
    swarmsChanged = true;
    swarmsEverChanged = true;
  }

  /**
   * The file with an id.
   *
   * @throws IOException when the job has no such file
   */
  MappedFile file(int id) throws IOException {
    if (id < 0 || id >= byId.size()) {
      throw new IOException("file id " + id + " is not one of this job's " + byId.size());
    }
    return byId.get(id);
  }

  /**
   * The file with a name.
   *
   * @throws IOException when the job has no such file
   */
  MappedFile named(String name) throws IOException {
    MappedFile file = byName.get(name);
    if (file == null) {
      throw new IOException("this job has no file named '" + name + "'");
    }
    return file;
  }

  /** Who takes part in the swarm of each file, in the order of the ids. */
  List<SwarmMembers> swarms() {
    return byId.stream().map(MappedFile::members).toList();
  }

  /** Whether others wait for a file than at the last call. */
  boolean takeSwarmsChanged() {
    boolean taken = swarmsChanged;
    swarmsChanged = false;
    return taken;
  }

  /** Whether others wait for a file than those who want it. */
  boolean swarmsEverChanged() {
    return swarmsEverChanged;
  }

  /** What is left to read from origins, and what was given to whom. */
  OpenOrigins openOrigins() {
    return openOrigins;
  }

  /** All files in the order of their ids. */
  List<MappedFile> files() {
    return byId;
  }

  /**
   * Notes what a peer wants.
   *
   * @param peer whose join has been taken over
   * @throws IOException when the job has no such file
   */
  void want(PeerRecord peer) throws IOException {
    for (int id : peer.wanted()) {
      file(id).wanters().add(peer.rank().value());
    }
  }

  /**
   * Notes what a peer holds from its input.
   *
   * @return in what it disagrees with another holder, or in the lengths of segments with what it
   *     told before
   * @throws IOException when the job has no such file
   */
  Optional<String> declare(PeerRecord peer, List<HeldFile> held) throws IOException {
    int rank = peer.rank().value();
    for (HeldFile one : held) {
      Optional<String> disagreement = file(one.file()).declare(rank, one);
      if (disagreement.isPresent()) {
        return disagreement;
      }
    }
    return Optional.empty();
  }

  /**
   * Notes how files are cut, as a peer that joins has heard before.
   *
   * @throws IOException when the job has no such file
   */
  void recall(Map<Integer, FileShape> shapes) throws IOException {
    for (Map.Entry<Integer, FileShape> known : shapes.entrySet()) {
      file(known.getKey()).recall(known.getValue());
    }
  }

  /**
   * Notes what a peer had acquired when it joined.
   *
   * @throws IOException when the job has no such file
   */
  void restore(PeerRecord peer) throws IOException {
    for (Holding acquired : peer.acquired()) {
      file(acquired.file()).restore(peer.rank().value(), acquired.segments());
    }
  }

  /**
   * What a peer had acquired when it joined was agreed on with an earlier life of the tracker: who
   * tells another digest of it has other bytes than then.
   *
   * @throws IOException when the job has no such file
   */
  void expectToTell(PeerRecord peer) throws IOException {
    for (Holding acquired : peer.acquired()) {
      file(acquired.file()).expectToTell(peer.rank().value(), acquired.segments());
    }
  }

  /**
   * Notes digests of what a peer holds from its input.
   *
   * @return in what it disagrees with another holder
   * @throws IOException when the job has no such file
   */
  Optional<String> tell(PeerRecord peer, List<Acquired> segments) throws IOException {
    for (Acquired acquired : segments) {
      SegmentRef ref = acquired.segment();
      Optional<String> disagreement =
          file(ref.file()).tell(peer.rank().value(), ref.segment(), acquired.digest());
      if (disagreement.isPresent()) {
        return disagreement;
      }
    }
    return Optional.empty();
  }

  /**
   * Notes which segments a peer has acquired.
   *
   * @return those that it may not have, since they have another digest
   * @throws IOException when the job has no such file
   */
  List<SegmentRef> acquire(PeerRecord peer, List<Acquired> segments) throws IOException {
    List<SegmentRef> refused = new ArrayList<>();
    for (Acquired acquired : segments) {
      SegmentRef ref = acquired.segment();
      MappedFile file = file(ref.file());
      if (!file.acquire(peer.rank().value(), ref.segment(), acquired.digest())) {
        refused.add(ref);
      }
    }
    return refused;
  }

  /**
   * Forgets what a peer holds and has claimed.
   *
   * @throws IOException when the job has no such file
   */
  void forget(PeerRecord peer) throws IOException {
    for (int id : peer.files()) {
      file(id).forget(peer.rank().value());
    }
  }

  /**
   * The files that a peer holds or wants, but those of which nobody knows how they are cut.
   *
   * @throws IOException when the job has no such file
   */
  List<DescribedFile> describe(PeerRecord peer) throws IOException {
    List<DescribedFile> described = new ArrayList<>();
    for (int id : peer.files()) {
      if (file(id).isKnown()) {
        described.add(file(id).describe());
      }
    }
    return described;
  }

  /** Whether all digests of what ranks hold from their input are told; linear in the files. */
  boolean allTold() {
    return byId.stream().allMatch(MappedFile::allTold);
  }

  /** All names, sorted. Never changes: any thread. */
  Collection<String> names() {
    return Collections.unmodifiableSet(byName.navigableKeySet());
  }
}
