package org.yarnp2p.peer.distribute;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.distribute.KeptManifest.KeptPart;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.CopyOf;
import org.yarnp2p.peer.store.Predecessor;
import org.yarnp2p.peer.store.RecordedFile;

/**
 * What an earlier life of the same rank has left below a target. Its journal knows that to the last
 * segment, the target's manifest, which is written now and then, only as it was seconds before.
 */
final class BrokenOff {
  private BrokenOff() {}

  /**
   * A manifest with what the journal adds to it.
   *
   * @param destinations by file id
   */
  static KeptManifest added(
      KeptManifest manifest,
      Path target,
      List<PlannedFile> planned,
      Map<Integer, Destination.Local> destinations,
      Predecessor predecessor) {
    Map<String, KeptFile> files = new TreeMap<>();
    manifest.files().forEach(file -> files.put(file.name(), file));
    Map<String, KeptPart> parts = new TreeMap<>();
    manifest.parts().forEach(part -> parts.put(part.name(), part));
    for (PlannedFile file : planned) {
      Optional<RecordedFile> recorded =
          predecessor.copy(CopyOf.wanted(file.id())).filter(known -> isCutSo(file, known));
      if (recorded.isEmpty()) {
        continue;
      }
      List<String> digests =
          recorded.get().digests().stream().map(one -> one == null ? "" : one.toString()).toList();
      Path part = destinations.get(file.id()).part();
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
        parts.put(
            file.name(),
            new KeptPart(
                file.name(),
                target.relativize(part).toString(),
                file.origin(),
                file.segmentSize(),
                digests));
      } else if (!digests.contains("") && !isKnown(file, files.get(file.name()))) {
        files.put(
            file.name(),
            new KeptFile(
                file.name(), file.origin(), KeptManifest.NO_TIME, file.segmentSize(), digests, ""));
      }
    }
    return new KeptManifest(
        KeptManifest.VERSION,
        List.copyOf(files.values()),
        List.copyOf(parts.values()),
        manifest.directories());
  }

  private static boolean isCutSo(PlannedFile file, RecordedFile recorded) {
    return recorded.shape().equals(FileShape.payload(file.origin().length(), file.segmentSize()));
  }

  private static boolean isKnown(PlannedFile file, KeptFile kept) {
    return kept != null && kept.origin().equals(file.origin());
  }
}
