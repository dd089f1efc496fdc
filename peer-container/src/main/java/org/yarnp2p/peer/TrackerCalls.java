package org.yarnp2p.peer;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.TrackerSession.Call;
import org.yarnp2p.peer.TrackerSession.Life;
import org.yarnp2p.peer.download.SwarmWatcher.TrackerWatch;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.TrackerProtocol;

/** The tracker as a peer calls it, whichever life of it is the present one. Thread-safe. */
final class TrackerCalls implements TrackerProtocol, TrackerWatch {
  /** Versions of one life's views are below this power of 2. */
  private static final int VERSION_BITS = 32;

  private static final long VERSION_MASK = (1L << VERSION_BITS) - 1;

  private final TrackerSession session;

  TrackerCalls(TrackerSession session) {
    this.session = session;
  }

  private <T> T call(Call<T> call) throws IOException {
    return session.call(session.life(), call);
  }

  /** {@inheritDoc} Views of a later life have higher versions than those of an earlier one. */
  @Override
  public SwarmView watch(Member member, long knownVersion) throws IOException {
    Life now = session.life();
    boolean known = knownVersion >> VERSION_BITS == now.number();
    SwarmView view =
        session.call(
            now, tracker -> tracker.watch(member, known ? knownVersion & VERSION_MASK : 0));
    return view.withVersion(((long) now.number() << VERSION_BITS) + view.version());
  }

  @Override
  public void join(JoinRequest request) throws IOException {
    call(
        tracker -> {
          tracker.join(request);
          return null;
        });
  }

  @Override
  public void ready(Member member) throws IOException {
    call(
        tracker -> {
          tracker.ready(member);
          return null;
        });
  }

  @Override
  public List<DescribedFile> describe(Member member) throws IOException {
    return call(tracker -> tracker.describe(member));
  }

  @Override
  public List<SegmentRef> report(Member member, Report report) throws IOException {
    return call(tracker -> tracker.report(member, report));
  }

  @Override
  public List<SegmentRef> claim(Member member, int file, int most, long mostBytes)
      throws IOException {
    return call(tracker -> tracker.claim(member, file, most, mostBytes));
  }

  @Override
  public List<SegmentRef> claimAnew(
      Member member, int file, int most, long mostBytes, List<SegmentRef> open) throws IOException {
    return call(tracker -> tracker.claimAnew(member, file, most, mostBytes, open));
  }

  @Override
  public void leave(Member member) throws IOException {
    call(
        tracker -> {
          tracker.leave(member);
          return null;
        });
  }

  @Override
  public String fileMap(String name) throws IOException {
    return call(tracker -> tracker.fileMap(name));
  }
}
