package org.yarnp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.store.FarFileSystem;
import org.yarnp2p.peer.store.WorkDirectory;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** Swarms of real peers in which a peer or the tracker begins anew. */
@Timeout(60)
class RestartTest {
  private static final int SEGMENT = 80 * 1024;
  private static final int SEGMENTS = 60;

  @TempDir Path directory;
  private TestJob job;
  private Path data;
  private Path target;

  @BeforeEach
  void open() throws IOException {
    job = new TestJob(directory).withLocalDirectories();
    job.conf().set(P2pKeys.EAGER_LIMIT, "4k");
    job.conf().set(P2pKeys.REPORT_INTERVAL, "50ms");
    job.conf().set(P2pKeys.RATE_DOWN, "4m");
    data = directory.resolve("data.in");
    byte[] bytes = new byte[SEGMENTS * SEGMENT + 17];
    new Random(7).nextBytes(bytes);
    Files.write(data, bytes);
    target = Files.createDirectory(directory.resolve("target"));
  }

  @AfterEach
  void close() {
    job.close();
  }

  @Test
  void peerThatIsReplacedFetchesOnlyWhatItDidNotHave() throws Exception {
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0");
    job.input("0", "1", "data " + FarFileSystem.uri(target));
    List<CompletableFuture<RankStatus>> first = job.start();
    job.tracker().reported(SEGMENTS / 2).get(30, TimeUnit.SECONDS);
    job.kill(2);
    RankStatus end = job.life(2, 2).end().get(30, TimeUnit.SECONDS);

    assertThat(target.resolve("data")).hasSameBinaryContentAs(data);
    assertThat(end.downBytes()).isLessThanOrEqualTo((SEGMENTS / 2 + 1L) * SEGMENT);
    assertThat(end.acquiredBytes()).isEqualTo(Files.size(data));
    assertThat(first.get(0).get(30, TimeUnit.SECONDS).phase()).isEqualTo(RankPhase.LEFT);
    job.close();
    assertThat(directory.resolve("local2")).as("nothing is left").isEmptyDirectory();
  }

  @Test
  void lifeThatIsStoppedBeforeItsTurnLeavesWhatTheFormerOneHad() throws Exception {
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0");
    job.input("0", "1", "data " + FarFileSystem.uri(target));
    job.start();
    job.tracker().reported(SEGMENTS / 2).get(30, TimeUnit.SECONDS);
    job.kill(2);
    Path local = directory.resolve("local2");
    WorkDirectory former = WorkDirectory.open(List.of(local), TestJob.JOB, Rank.peer(2), 20_000);
    former.stays(true); // a life that takes long to end
    CompletableFuture<RankStatus> waiting = job.life(2, 2).end();
    job.kill(2);
    former.close();

    assertThat(waiting).failsWithin(Duration.ofSeconds(30));
    assertThat(former.resolve("0.wanted")).exists();
    RankStatus end = job.life(2, 3).end().get(30, TimeUnit.SECONDS);
    assertThat(end.downBytes()).isLessThanOrEqualTo((SEGMENTS / 2 + 1L) * SEGMENT);
  }

  @Test
  void fileThatWasAtTheTargetBeforeIsNotTakenForWhatTheFormerLifeHad() throws Exception {
    byte[] old = Files.readAllBytes(data);
    Arrays.fill(old, 2 * SEGMENT, old.length, (byte) 1);
    Files.write(target.resolve("data"), old);
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0");
    job.input("0", "1", "data " + target.toUri());
    job.start();
    job.tracker().reported(SEGMENTS / 2).get(30, TimeUnit.SECONDS);
    job.kill(2); // it deletes its part, and leaves its journal
    job.life(2, 2).end().get(30, TimeUnit.SECONDS);

    assertThat(target.resolve("data")).hasSameBinaryContentAs(data);
  }

  @Test
  void outputThatAnEarlierLifeHasWrittenElsewhereIsNotFetched() throws Exception {
    job.payload("data", SEGMENT).inline("lines");
    job.input("2", "data " + data.toUri(), "lines 2", "a", "b", "0");
    job.input("0", "2", "data", "lines");
    job.start();
    job.tracker().reported(SEGMENTS / 2).get(30, TimeUnit.SECONDS);
    job.kill(2);
    Path written = job.output(2, "data");
    Path lines = job.output(2, "lines");
    Files.createDirectories(written.getParent());
    Files.copy(data, written, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(lines, "a\nb");
    // The next life is on another host: it has nothing of its own.
    Files.move(directory.resolve("local2"), directory.resolve("another host"));
    RankStatus end = job.life(2, 2).end().get(30, TimeUnit.SECONDS);

    assertThat(written).hasSameBinaryContentAs(data);
    assertThat(lines).hasContent("a\nb");
    assertThat(end.downBytes()).isZero();
    assertThat(end.acquiredBytes()).isEqualTo(end.wantedBytes());
  }

  @Test
  void peersGoOnWithTheNextTrackerAndFetchNothingTwice() throws Exception {
    job.payload("data", SEGMENT).inline("lines");
    job.input("2", "data " + data.toUri(), "lines 2", "a", "b", "0");
    job.input("0", "2", "data", "lines");
    job.input("0", "1", "data");
    List<CompletableFuture<RankStatus>> running = job.start();
    job.tracker().neverDrain();
    job.tracker().reported(SEGMENTS).get(30, TimeUnit.SECONDS);
    job.replaceTracker();
    for (CompletableFuture<RankStatus> peer : running) {
      assertThat(peer.get(30, TimeUnit.SECONDS).phase()).isEqualTo(RankPhase.LEFT);
    }

    assertThat(job.output(2, "data")).hasSameBinaryContentAs(data);
    assertThat(job.output(2, "lines")).hasContent("a\nb");
    assertThat(job.output(3, "data")).hasSameBinaryContentAs(data);
    assertThat(job.tracker().left()).isEqualTo(3);
    assertThat(job.tracker().joined().get(Rank.peer(2)).acquired()).isNotEmpty();
    long down = running.stream().mapToLong(peer -> peer.join().downBytes()).sum();
    assertThat(down).isLessThanOrEqualTo(2 * (Files.size(data) + 4L * SEGMENT));
  }

  @Test
  void laterLifeDropsWhatItsDiskHasOtherwiseThanTheFormerOneTold() throws Exception {
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0").input("0", "1", "data");
    List<CompletableFuture<RankStatus>> running = job.start();
    job.tracker().neverDrain();
    job.tracker().allComplete().get(30, TimeUnit.SECONDS);
    job.kill(1);
    Digest right = alter(3);
    CompletableFuture<RankStatus> again = job.life(1, 2).end();

    assertThat(job.tracker().anyWithdrawn().get(30, TimeUnit.SECONDS))
        .isEqualTo(new SegmentRef(0, 3));
    job.replaceTracker();
    assertThat(job.tracker().anyWithdrawn().get(30, TimeUnit.SECONDS))
        .as("what the next tracker hears")
        .isEqualTo(new SegmentRef(0, 3));
    assertThat(again.get(30, TimeUnit.SECONDS).phase()).isEqualTo(RankPhase.LEFT);
    assertThat(running.get(1).get(30, TimeUnit.SECONDS).phase()).isEqualTo(RankPhase.LEFT);
    assertThat(job.tracker().joined().get(Rank.peer(1)).held().get(0).digests())
        .as("what it was")
        .hasSize(SEGMENTS + 1)
        .containsEntry(3, right);
  }

  /** Neither has the former one told it to that tracker, nor has anybody else what it was. */
  @Test
  void itDoesSoThoughTheTrackerHasBeenReplacedMeanwhile() throws Exception {
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "0").input("0", "0");
    job.start();
    job.tracker().neverDrain();
    job.tracker().hashed(SEGMENTS + 1).get(30, TimeUnit.SECONDS);
    job.kill(1);
    Digest right = alter(3);
    job.replaceTracker();
    job.life(1, 2);

    assertThat(job.tracker().anyWithdrawn().get(30, TimeUnit.SECONDS))
        .isEqualTo(new SegmentRef(0, 3));
    assertThat(job.tracker().describe(new Member(Rank.peer(2), 1)))
        .singleElement()
        .satisfies(file -> assertThat(file.digests()).containsEntry(3, right));
  }

  @Test
  void laterLifeThatWantsWhatItsDiskHasOtherwiseFetchesThat() throws Exception {
    byte[] right = Files.readAllBytes(data);
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "1", "data").input("0", "1", "data");
    job.start();
    job.tracker().neverDrain();
    job.tracker().allComplete().get(30, TimeUnit.SECONDS);
    job.kill(1);
    alter(3);
    Files.delete(job.output(1, "data"));
    CompletableFuture<RankStatus> again = job.life(1, 2).end();
    job.tracker().completeAgain().get(30, TimeUnit.SECONDS);
    assertThat(job.tracker().withdrawn()).containsExactly(new SegmentRef(0, 3));
    job.replaceTracker();

    assertThat(again.get(30, TimeUnit.SECONDS).downBytes()).isEqualTo(SEGMENT);
    assertThat(job.output(1, "data")).hasBinaryContent(right);
  }

  /** Else that would wait for it for ever. */
  @Test
  void nextTrackerHearsThatALifeLacksWhatItsDiskHasOtherwise() throws Exception {
    job.payload("data", SEGMENT);
    job.input("1", "data " + data.toUri(), "1", "data");
    job.start();
    job.tracker().neverDrain();
    job.tracker().allComplete().get(30, TimeUnit.SECONDS);
    job.kill(1);
    alter(3);
    job.life(1, 2);
    job.tracker().anyWithdrawn().get(30, TimeUnit.SECONDS);
    job.replaceTracker();

    assertThat(job.tracker().anyWithdrawn().get(30, TimeUnit.SECONDS))
        .isEqualTo(new SegmentRef(0, 3));
  }

  /**
   * Nobody notices by the file's time or length.
   *
   * @return what it was
   */
  private Digest alter(int segment) throws IOException {
    FileTime time = Files.getLastModifiedTime(data);
    byte[] bytes = Files.readAllBytes(data);
    Digest former = Digest.of(ByteBuffer.wrap(bytes, segment * SEGMENT, SEGMENT));
    bytes[segment * SEGMENT + 5]++;
    Files.write(data, bytes);
    Files.setLastModifiedTime(data, time);
    return former;
  }

  @Test
  void peerThatHasAllFetchesAgainWhatTheNextTrackerRefuses() throws Exception {
    job.origin("data", SEGMENT, data);
    job.input("0", "1", "data").input("0", "1", "data " + target.toUri());
    List<CompletableFuture<RankStatus>> running = job.start();
    job.tracker().neverDrain();
    job.tracker().allComplete().get(30, TimeUnit.SECONDS);

    job.replaceTracker(new SegmentRef(0, 3));

    for (CompletableFuture<RankStatus> peer : running) {
      RankStatus end = peer.get(30, TimeUnit.SECONDS);
      assertThat(end.phase()).isEqualTo(RankPhase.LEFT);
      assertThat(end.acquiredBytes()).isEqualTo(end.wantedBytes());
    }
    assertThat(job.output(1, "data")).hasSameBinaryContentAs(data);
    assertThat(target.resolve("data")).hasSameBinaryContentAs(data);
  }

  @Test
  void originIsReadOnceThoughTheTrackerIsReplaced() throws Exception {
    FarFileSystem.forgetReads();
    job.origin("data", SEGMENT, data);
    job.input("0", "1", "data").input("0", "1", "data");
    List<CompletableFuture<RankStatus>> running = job.start();
    job.tracker().neverDrain();
    job.tracker().reported(SEGMENTS / 2).get(30, TimeUnit.SECONDS);
    job.replaceTracker();
    long read = 0;
    for (CompletableFuture<RankStatus> peer : running) {
      read += peer.get(30, TimeUnit.SECONDS).originBytes();
    }

    assertThat(job.output(1, "data")).hasSameBinaryContentAs(data);
    assertThat(job.output(2, "data")).hasSameBinaryContentAs(data);
    assertThat(read)
        .as("a claim under way may be given again")
        .isLessThanOrEqualTo(Files.size(data) + 16L * SEGMENT);
  }
}
