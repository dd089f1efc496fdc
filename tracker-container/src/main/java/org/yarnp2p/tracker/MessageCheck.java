package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;

/** Whether what a peer says can be true in this job. Changes nothing. */
final class MessageCheck {
  private final FileMap map;
  private final Membership members;
  private final boolean inputs;

  /**
   * @param inputs whether ranks have inputs, and may hold files from there
   */
  MessageCheck(FileMap map, Membership members, boolean inputs) {
    this.map = map;
    this.members = members;
    this.inputs = inputs;
  }

  /**
   * Checks a join.
   *
   * @param shapesKnown whether the ends of acquired files are known
   * @throws IOException that says what does not fit
   */
  void join(PeerRecord peer, JoinRequest request, boolean shapesKnown) throws IOException {
    if (!inputs && !request.held().isEmpty()) {
      throw new IOException(
          peer.rank() + " holds files from an input, of which a distribution has none");
    }
    for (HeldFile held : request.held()) {
      map.file(held.file()).checkCut(peer.rank().value(), held.shape());
    }
    for (Map.Entry<Integer, FileShape> known : request.shapes().entrySet()) {
      map.file(known.getKey()).checkCut(peer.rank().value(), known.getValue());
    }
    for (SegmentRef claimed : request.claimed()) {
      map.file(claimed.file());
    }
    for (int id : request.wanted()) {
      map.file(id);
    }
    HashSet<Integer> wanted = new HashSet<>(request.wanted());
    if (wanted.size() < request.wanted().size() || holdsTwice(request.held())) {
      throw new IOException(peer.rank() + " names a file twice in its join");
    }
    for (Holding acquired : request.acquired()) {
      MappedFile file = map.file(acquired.file());
      if (!wanted.contains(acquired.file())) {
        throw new IOException(
            "%s has acquired segments of %s, which it does not want"
                .formatted(peer.rank(), file.name()));
      }
    }
    if (peer.hasJoined() && !peer.namesSameFiles(request)) {
      throw new IOException(request.member() + " joins with other files than before");
    }
    Optional<String> beyondEnd =
        shapesKnown ? beyondEnd(peer, request.acquired()) : Optional.empty();
    if (beyondEnd.isPresent()) {
      throw new IOException(beyondEnd.get());
    }
  }

  private static boolean holdsTwice(List<HeldFile> held) {
    return held.stream().map(HeldFile::file).distinct().count() < held.size();
  }

  /** A segment beyond the end of its file, whose shape is known, that a peer says it has. */
  Optional<String> beyondEnd(PeerRecord peer, List<Holding> acquired) throws IOException {
    for (Holding holding : acquired) {
      MappedFile file = map.file(holding.file());
      if (holding.segments().length() > file.segmentCount()) {
        return Optional.of(beyondEnd(peer, file, holding.segments().length()));
      }
    }
    return Optional.empty();
  }

  private static String beyondEnd(PeerRecord peer, MappedFile file, int segment) {
    return "%s has acquired segment %d of %s, which has %d"
        .formatted(peer.rank(), segment, file.name(), file.segmentCount());
  }

  /**
   * Whether a report has nothing but digests of segments that the peer holds from its input.
   *
   * @throws IOException when the job has no such file
   */
  boolean isAboutHeldOnly(PeerRecord peer, Report report) throws IOException {
    for (Acquired acquired : report.acquired()) {
      if (!mayTell(peer, acquired.segment())) {
        return false;
      }
    }
    return report.finished().isEmpty()
        && report.complaints().isEmpty()
        && report.checked().isEmpty()
        && report.withdrawn().isEmpty()
        && !report.complete();
  }

  private boolean mayTell(PeerRecord peer, SegmentRef segment) throws IOException {
    return map.file(segment.file()).mayTell(peer.rank().value(), segment.segment());
  }

  /**
   * Checks a report.
   *
   * @throws IOException that says what does not fit
   */
  void report(PeerRecord peer, Report report) throws IOException {
    for (Acquired acquired : report.acquired()) {
      if (!mayTell(peer, acquired.segment())) {
        MappedFile file = wanted(peer, acquired.segment().file());
        int segment = acquired.segment().segment() + 1;
        if (segment > file.segmentCount()) {
          throw new IOException(beyondEnd(peer, file, segment));
        }
      }
    }
    for (int id : report.finished()) {
      wanted(peer, id);
    }
    for (SegmentRef unread : report.unread()) {
      mustExist(peer, wanted(peer, unread.file()), unread);
    }
    for (SegmentRef checked : report.checked()) {
      mustExist(peer, map.file(checked.file()), checked);
    }
    for (SegmentRef withdrawn : report.withdrawn()) {
      mustExist(peer, map.file(withdrawn.file()), withdrawn);
    }
    for (Complaint complaint : report.complaints()) {
      members.of(complaint.about().rank());
      mustExist(peer, map.file(complaint.segment().file()), complaint.segment());
    }
  }

  private static void mustExist(PeerRecord peer, MappedFile file, SegmentRef segment)
      throws IOException {
    if (segment.segment() >= file.segmentCount()) {
      throw new IOException(beyondEnd(peer, file, segment.segment() + 1));
    }
  }

  /**
   * A file that a peer wants.
   *
   * @throws IOException when it does not
   */
  MappedFile wanted(PeerRecord peer, int id) throws IOException {
    MappedFile file = map.file(id);
    if (!file.wanters().contains(peer.rank().value())) {
      throw new IOException(peer.rank() + " does not want " + file.name());
    }
    return file;
  }
}
