package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** What follows from the reports of peers. Not thread-safe. */
final class Reports {
  private final FileMap map;
  private final Membership members;
  private final MessageCheck check;
  private final HolderRules holders;
  private final OriginDesk origins;
  private final Trust trust;
  private final Losses losses;
  private final SwarmCourse course;

  Reports(
      FileMap map,
      Membership members,
      MessageCheck check,
      HolderRules holders,
      OriginDesk origins,
      Trust trust,
      Losses losses,
      SwarmCourse course) {
    this.map = map;
    this.members = members;
    this.check = check;
    this.holders = holders;
    this.origins = origins;
    this.trust = trust;
    this.losses = losses;
    this.course = course;
  }

  /**
   * As {@link TrackerState#report}.
   *
   * @param peer that may speak
   */
  ReportOutcome take(PeerRecord peer, Report report) throws IOException {
    Optional<List<SegmentRef>> before = peer.refusedOf(report.number());
    if (before.isPresent()) {
      return new ReportOutcome(before.get(), List.of());
    }
    boolean early = course.is(SwarmPhase.GATHERING) || course.is(SwarmPhase.FAILED);
    if (early && !check.isAboutHeldOnly(peer, report)) {
      course.requireAllJoined();
    }
    check.report(peer, report);
    if (report.hopeless() != null) {
      course.fail(inTheNameOf(peer.rank(), report.hopeless()));
    }
    if (!course.is(SwarmPhase.FAILED)) {
      holders.told(peer, report).ifPresent(course::fail);
    }
    if (course.is(SwarmPhase.FAILED)) {
      return new ReportOutcome(List.of(), List.of());
    }
    course.moved(report.acquired().size() + report.finished().size() + (report.complete() ? 1 : 0));
    origins.giveBack(peer, report.unread());
    trust.rechecked(peer, report);
    List<SegmentRef> refused = holders.acquired(peer, report);
    finished(peer, report, refused);
    List<Rank> newlyAccused = trust.complained(peer, report.complaints());
    if (report.complete() && refused.isEmpty()) {
      members.setComplete(peer);
      losses.concede(peer);
    }
    if (holders.lacks(peer)) {
      members.setIncomplete(peer);
    }
    if (!report.checked().isEmpty()
        || !refused.isEmpty()
        || report.complaints().stream().anyMatch(Complaint::ban)) {
      losses.suspect();
    }
    course.advance();
    if (report.number() > 0) {
      peer.took(report.number(), refused);
    }
    return new ReportOutcome(refused, newlyAccused);
  }

  /** What has lost segments with the same report is not finished after all. */
  private void finished(PeerRecord peer, Report report, List<SegmentRef> refused)
      throws IOException {
    for (int id : report.finished()) {
      if (refused.stream().noneMatch(segment -> segment.file() == id)) {
        peer.finished().set(id);
        map.file(id).finish(peer.rank().value());
      }
    }
  }

  /** Most reasons begin with the rank's name already. */
  private static String inTheNameOf(Rank rank, String why) {
    String name = rank.toString();
    boolean named =
        why.startsWith(name)
            && (why.length() == name.length() || !Character.isDigit(why.charAt(name.length())));
    return named ? why : name + ": " + why;
  }
}
