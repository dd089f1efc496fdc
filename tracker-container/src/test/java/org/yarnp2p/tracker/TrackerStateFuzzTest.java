package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.inline;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.origin;
import static org.yarnp2p.tracker.TestJob.payload;
import static org.yarnp2p.tracker.TestJob.payloadDigest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;

/**
 * Peers that say anything at all: unknown files, ranks and lives, segments beyond the end, too
 * early and too late. A message is taken or refused, and one that is refused has changed nothing.
 */
class TrackerStateFuzzTest {
  private static final int PEERS = 3;
  private static final int MESSAGES = 40;

  /** Sends something. */
  private interface Message {
    void to(TrackerState state) throws IOException;
  }

  @Property(tries = 100)
  void refusedMessageOfAJobChangesNothing(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    talk(TestJob.state(PEERS, inline(0, "a"), payload(1, "b"), origin(2, "c", 95)), random);
  }

  @Property(tries = 100)
  void refusedMessageOfADistributionChangesNothing(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<PlannedFile> files = List.of(origin(0, "a", 40), origin(1, "b", 0), origin(2, "c", 95));
    talk(
        new TrackerState(
            PEERS, files, new TrackerSettings(2, 2), random.split(), SwarmKind.ELASTIC, false),
        random);
  }

  private static void talk(TrackerState state, RandomGenerator random) throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      Message message = message(random);
      Map<String, Object> before = seen(state);
      try {
        message.to(state);
      } catch (IOException refused) {
        assertThat(refused.getMessage()).isNotBlank();
        assertThat(seen(state)).as("after %s", refused.getMessage()).isEqualTo(before);
      }
    }
  }

  /** All that can be seen of a state. */
  private static Map<String, Object> seen(TrackerState state) throws IOException {
    Map<String, Object> seen = new HashMap<>();
    seen.put("phase", state.phase());
    seen.put("failure", state.failure());
    seen.put("joined", state.joined());
    seen.put("staying", state.staying());
    seen.put("granted", state.grantedBytes());
    seen.put("trouble", state.trouble());
    for (String name : state.fileNames()) {
      seen.put("file " + name, state.snapshot(name));
    }
    for (int rank = 1; rank <= PEERS; rank++) {
      for (int life = 1; life <= 3; life++) {
        seen.put("view " + rank + " " + life, view(state, member(rank, life)));
      }
    }
    return seen;
  }

  private static Object view(TrackerState state, Member member) {
    try {
      return state.view(member);
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static Message message(RandomGenerator random) {
    Member sender =
        member(1 + random.nextInt(random.nextInt(8) == 0 ? 9 : PEERS), 1 + random.nextInt(20) / 18);
    int file = file(random);
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        JoinRequest join = join(sender, random);
        yield state -> state.join(join);
      }
      case 3 -> state -> state.ready(sender);
      case 4, 5 -> {
        Report report = report(random);
        yield state -> state.report(sender, report);
      }
      case 6 -> {
        int most = 1 + random.nextInt(4);
        yield state -> state.claim(sender, file, most, 1 + 10L * most);
      }
      case 7 -> state -> state.describe(sender);
      default -> state -> state.leave(sender);
    };
  }

  private static int file(RandomGenerator random) {
    return random.nextInt(10) == 0 ? random.nextInt(1 << 24) : random.nextInt(3);
  }

  private static int segment(RandomGenerator random) {
    return random.nextInt(10) == 0 ? random.nextInt(1 << 24) : random.nextInt(10);
  }

  private static Digest digest(SegmentRef ref, RandomGenerator random) {
    return payloadDigest(ref.file() + (random.nextInt(12) == 0 ? 1 : 0), ref.segment());
  }

  private static JoinRequest join(Member sender, RandomGenerator random) {
    List<HeldFile> held = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      int file = file(random);
      FileShape shape =
          file == 0 && random.nextInt(6) > 0
              ? FileShape.inline(new int[] {1, 2})
              : FileShape.payload(
                  random.nextInt(120), random.nextInt(6) == 0 ? 7 : TestJob.SEGMENT_SIZE);
      Map<Integer, Digest> digests = new HashMap<>();
      for (int segment = 0; segment < shape.segmentCount(); segment++) {
        if (random.nextInt(3) > 0) {
          digests.put(segment, digest(new SegmentRef(file, segment), random));
        }
      }
      held.add(new HeldFile(file, shape, digests));
    }
    List<Integer> wanted = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      wanted.add(file(random));
    }
    List<Holding> acquired =
        random.nextInt(4) > 0
            ? List.of()
            : List.of(new Holding(file(random), bits(random.nextInt(8), random.nextInt(14))));
    return new JoinRequest(
        sender, new Endpoint("host", 1), held, wanted, acquired, random.nextBoolean());
  }

  private static Report report(RandomGenerator random) {
    List<Acquired> acquired = new ArrayList<>();
    List<SegmentRef> unread = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      SegmentRef ref = new SegmentRef(file(random), segment(random));
      acquired.add(new Acquired(ref, digest(ref, random)));
      if (random.nextInt(6) == 0) {
        unread.add(new SegmentRef(file(random), segment(random)));
      }
    }
    List<Integer> finished = random.nextInt(4) == 0 ? List.of(file(random)) : List.of();
    List<Complaint> complaints =
        random.nextInt(4) == 0
            ? List.of(
                new Complaint(
                    member(1 + random.nextInt(5), 1 + random.nextInt(2)),
                    new SegmentRef(file(random), segment(random)),
                    random.nextBoolean()))
            : List.of();
    return new Report(
        acquired,
        finished,
        random.nextInt(6) == 0,
        complaints,
        unread,
        some(random),
        some(random),
        random.nextInt(40) == 0 ? "all is lost" : null,
        random.nextInt(10));
  }

  private static List<SegmentRef> some(RandomGenerator random) {
    return random.nextInt(6) == 0
        ? List.of(new SegmentRef(file(random), segment(random)))
        : List.of();
  }
}
