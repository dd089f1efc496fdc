package org.yarnp2p.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;

/** Files, peers and messages of the tests. Inline segments are texts, payload segments 10 bytes. */
final class TestJob {
  static final int SEGMENT_SIZE = 10;

  private TestJob() {}

  static PlannedFile inline(int id, String name) {
    return new PlannedFile(id, name, FileKind.INLINE, 0, null);
  }

  static PlannedFile payload(int id, String name) {
    return new PlannedFile(id, name, FileKind.PAYLOAD, SEGMENT_SIZE, null);
  }

  static PlannedFile origin(int id, String name, long length) {
    Origin origin = new Origin("hdfs://nn/" + name, length, 0);
    return new PlannedFile(id, name, FileKind.PAYLOAD, SEGMENT_SIZE, origin);
  }

  static TrackerState state(int peers, PlannedFile... files) {
    return new TrackerState(
        peers,
        List.of(files),
        new TrackerSettings(10, 16),
        new SplittableRandom(1),
        SwarmKind.TOGETHER,
        false);
  }

  /** The tracker's second life in a job whose ranks start together. */
  static TrackerState stateAgain(int peers, PlannedFile... files) {
    return new TrackerState(
        peers,
        List.of(files),
        new TrackerSettings(10, 16),
        new SplittableRandom(1),
        SwarmKind.TOGETHER,
        true);
  }

  static Digest digest(String text) {
    return Digest.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  static HeldFile heldInline(int file, String... segments) {
    int[] lengths = Arrays.stream(segments).mapToInt(String::length).toArray();
    List<Digest> digests = Arrays.stream(segments).map(TestJob::digest).toList();
    return new HeldFile(file, FileShape.inline(lengths), digests);
  }

  /** The first bytes of the one payload that all holders of the file hold. */
  static HeldFile heldPayload(int file, long length) {
    FileShape shape = FileShape.payload(length, SEGMENT_SIZE);
    return new HeldFile(file, shape, payloadDigests(file, shape.segmentCount()));
  }

  /** As {@link #heldPayload}, before anything is hashed. */
  static HeldFile unhashed(int file, long length) {
    return new HeldFile(file, FileShape.payload(length, SEGMENT_SIZE), Map.of());
  }

  private static List<Digest> payloadDigests(int file, int segments) {
    return IntStream.range(0, segments).mapToObj(i -> payloadDigest(file, i)).toList();
  }

  static Digest payloadDigest(int file, int segment) {
    return digest(file + "/" + segment);
  }

  static Member member(int rank) {
    return member(rank, 1);
  }

  static Member member(int rank, int incarnation) {
    return new Member(Rank.peer(rank), incarnation);
  }

  static Endpoint endpoint(Member member) {
    return new Endpoint("host" + member.rank().value(), 1000 + member.incarnation());
  }

  static Joining joins(int rank) {
    return joins(member(rank));
  }

  static Joining joins(Member member) {
    return new Joining(member);
  }

  static Holding holding(int file, int... segments) {
    return new Holding(file, bits(segments));
  }

  static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    Arrays.stream(set).forEach(bits::set);
    return bits;
  }

  static Report acquired(int file, int... segments) {
    return new Report(
        Arrays.stream(segments)
            .mapToObj(i -> new Acquired(new SegmentRef(file, i), payloadDigest(file, i)))
            .toList(),
        List.of(),
        false,
        List.of());
  }

  static Report complete(Integer... finished) {
    return new Report(List.of(), List.of(finished), true, List.of());
  }

  /** Puts a join request together. */
  static final class Joining {
    private final Member member;
    private final List<HeldFile> held = new ArrayList<>();
    private final List<Integer> wanted = new ArrayList<>();
    private final List<Holding> acquired = new ArrayList<>();
    private final List<SegmentRef> claimed = new ArrayList<>();
    private final Map<Integer, FileShape> shapes = new HashMap<>();
    private boolean ready = true;

    private Joining(Member member) {
      this.member = member;
    }

    Joining holding(HeldFile file) {
      held.add(file);
      return this;
    }

    Joining wanting(Integer... files) {
      wanted.addAll(List.of(files));
      return this;
    }

    Joining having(int file, int... segments) {
      acquired.add(TestJob.holding(file, segments));
      return this;
    }

    /** Segments that the peer is to read. */
    Joining claiming(int file, int... segments) {
      Arrays.stream(segments).forEach(segment -> claimed.add(new SegmentRef(file, segment)));
      return this;
    }

    /** The peer has heard how a payload file is cut. */
    Joining knowing(int file, long length) {
      shapes.put(file, FileShape.payload(length, SEGMENT_SIZE));
      return this;
    }

    /** The peer has still to meet its neighbours. */
    Joining unready() {
      ready = false;
      return this;
    }

    JoinRequest request() {
      return new JoinRequest(
          member, endpoint(member), held, wanted, acquired, ready, claimed, shapes);
    }
  }
}
