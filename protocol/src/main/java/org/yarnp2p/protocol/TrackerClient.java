package org.yarnp2p.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.proto.TrackerProtos.ClaimRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ClaimResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribeRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribeResponseProto;
import org.yarnp2p.protocol.proto.TrackerProtos.DescribedFileProto;
import org.yarnp2p.protocol.proto.TrackerProtos.JoinRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.LeaveRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReadyRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.ReportRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchRequestProto;
import org.yarnp2p.protocol.proto.TrackerProtos.WatchResponseProto;

/** The tracker as a peer sees it. Thread-safe. Errors are those of {@link Line#call}. */
public final class TrackerClient implements TrackerProtocol, Closeable {
  private final Line<TrackerPB> calls;
  private final Line<TrackerPB> polls;

  /**
   * @param calls for all calls but one
   * @param polls for the long poll, with the time for it
   */
  public TrackerClient(Line<TrackerPB> calls, Line<TrackerPB> polls) {
    this.calls = calls;
    this.polls = polls;
  }

  @Override
  public void join(JoinRequest request) throws IOException {
    JoinRequestProto message = TrackerWire.encode(request);
    calls.call("join", tracker -> tracker.join(null, message));
  }

  /**
   * The swarm as this peer should see it. Waits at the tracker until there is something newer than
   * what is known, at most for the time of a long poll.
   *
   * @param knownVersion the version of the last view; 0 for none
   * @return a newer view, or the same one when the time is over
   */
  public SwarmView watch(Member member, long knownVersion) throws IOException {
    WatchRequestProto request =
        WatchRequestProto.newBuilder()
            .setMember(CommonWire.encode(member))
            .setKnownVersion(knownVersion)
            .build();
    WatchResponseProto view = polls.call("watch", tracker -> tracker.watch(null, request));
    return TrackerWire.decode(view);
  }

  @Override
  public void ready(Member member) throws IOException {
    ReadyRequestProto request =
        ReadyRequestProto.newBuilder().setMember(CommonWire.encode(member)).build();
    calls.call("ready", tracker -> tracker.ready(null, request));
  }

  @Override
  public List<DescribedFile> describe(Member member) throws IOException {
    DescribeRequestProto request =
        DescribeRequestProto.newBuilder().setMember(CommonWire.encode(member)).build();
    DescribeResponseProto answer =
        calls.call("describe", tracker -> tracker.describe(null, request));
    List<DescribedFile> files = new ArrayList<>(answer.getFileCount());
    for (DescribedFileProto file : answer.getFileList()) {
      files.add(TrackerWire.decode(file));
    }
    return files;
  }

  /** {@inheritDoc} The order of the segments is kept within each file only. */
  @Override
  public List<SegmentRef> report(Member member, Report report) throws IOException {
    ReportRequestProto request = TrackerWire.encode(member, report);
    return CommonWire.decodeSegments(
        calls.call("report", tracker -> tracker.report(null, request)).getRefusedList());
  }

  @Override
  public List<SegmentRef> claim(Member member, int file, int most, long mostBytes)
      throws IOException {
    return claim(file, bundle(member, file, most, mostBytes).build());
  }

  @Override
  public List<SegmentRef> claimAnew(
      Member member, int file, int most, long mostBytes, List<SegmentRef> open) throws IOException {
    return claim(
        file,
        bundle(member, file, most, mostBytes)
            .setAnew(true)
            .addAllOpen(CommonWire.encodeSegments(open))
            .build());
  }

  private static ClaimRequestProto.Builder bundle(
      Member member, int file, int most, long mostBytes) {
    return ClaimRequestProto.newBuilder()
        .setMember(CommonWire.encode(member))
        .setFile(file)
        .setMost(most)
        .setMostBytes(mostBytes);
  }

  private List<SegmentRef> claim(int file, ClaimRequestProto request) throws IOException {
    ClaimResponseProto answer = calls.call("claim", tracker -> tracker.claim(null, request));
    List<SegmentRef> claimed = new ArrayList<>();
    for (int segment : answer.getSegmentList()) {
      claimed.add(new SegmentRef(file, CommonWire.index(segment)));
    }
    claimed.addAll(CommonWire.decodeSegments(answer.getFurtherList()));
    return claimed;
  }

  @Override
  public void leave(Member member) throws IOException {
    LeaveRequestProto request =
        LeaveRequestProto.newBuilder().setMember(CommonWire.encode(member)).build();
    calls.call("leave", tracker -> tracker.leave(null, request));
  }

  @Override
  public String fileMap(String name) throws IOException {
    return calls
        .call("fileMap", tracker -> tracker.fileMap(null, FileMapWire.encode(name)))
        .getJson();
  }

  /** Ends the connections; calls under way end with an IOException. */
  @Override
  public void close() {
    calls.close();
    polls.close();
  }
}
