package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.payloadDigest;
import static org.yarnp2p.tracker.TestJob.unhashed;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;

class MappedFileTest {
  private final MappedFile file =
      new MappedFile(TestJob.inline(0, "file1"), new OpenOrigins(), () -> {});
  private final MappedFile payload =
      new MappedFile(TestJob.payload(0, "file1"), new OpenOrigins(), () -> {});
  private final MappedFile origin =
      new MappedFile(TestJob.origin(0, "file1", 35), new OpenOrigins(), () -> {});

  private static List<BitSet> holders(MappedFile file) {
    return file.snapshot().segments().stream().map(FileSnapshot.Segment::holders).toList();
  }

  @Test
  void holdersOfTheSameContentAgree() {
    assertThat(file.declare(2, heldInline(0, "a", "b"))).isEmpty();
    assertThat(file.declare(5, heldInline(0, "a", "b"))).isEmpty();
    assertThat(holders(file)).containsExactly(bits(2, 5), bits(2, 5));
  }

  @Test
  void aPrefixHolderHoldsTheFirstSegmentsOnly() {
    assertThat(file.declare(2, heldInline(0, "a"))).isEmpty();
    assertThat(file.declare(5, heldInline(0, "a", "b", "c"))).isEmpty();
    assertThat(file.declare(7, heldInline(0, "a", "b"))).isEmpty();
    assertThat(holders(file)).containsExactly(bits(2, 5, 7), bits(5, 7), bits(5));
  }

  @Test
  void theLongestHolderGivesTheShape() {
    file.declare(2, heldInline(0, "a"));
    file.declare(5, heldInline(0, "a", "bbb"));
    file.declare(7, heldInline(0, "a"));

    assertThat(file.describe().shape()).isEqualTo(FileShape.inline(new int[] {1, 3}));
  }

  @Test
  void aDifferentSegmentIsADisagreementThatNamesBothRanksAndTheFirstSegment() {
    file.declare(5, heldInline(0, "a", "b", "c", "d"));

    assertThat(file.declare(2, heldInline(0, "a", "b", "x", "y")))
        .contains("rank 2 and rank 5 disagree about file1: segment 3 differs");
  }

  @Test
  void aSegmentOfAnotherLengthIsADisagreement() {
    file.declare(2, heldInline(0, "a", "b"));

    assertThat(file.declare(5, heldInline(0, "a", "bb", "c")))
        .contains("rank 2 and rank 5 disagree about file1: segment 2 differs");
  }

  @Test
  void theOneWhoToldTheDifferingSegmentFirstIsNamed() {
    file.declare(2, heldInline(0, "a"));
    file.declare(3, heldInline(0, "a", "b"));

    assertThat(file.declare(4, heldInline(0, "a", "x")))
        .contains("rank 3 and rank 4 disagree about file1: segment 2 differs");
  }

  @Test
  void aDisagreementChangesNothing() {
    file.declare(2, heldInline(0, "a"));
    file.declare(5, heldInline(0, "x", "y"));

    assertThat(holders(file)).containsExactly(bits(2));
  }

  @Test
  void aShorterLastSegmentInTheMiddleOfAnothersFileIsADisagreement() {
    payload.declare(2, heldPayload(0, 35));

    assertThat(payload.declare(5, heldPayload(0, 25)))
        .contains("rank 2 and rank 5 disagree about file1: segment 3 differs");
    assertThat(payload.declare(6, heldPayload(0, 20))).isEmpty();
  }

  @Test
  void aHolderMayTellItsDigestsLater() {
    assertThat(payload.declare(2, unhashed(0, 35))).isEmpty();
    assertThat(payload.gap()).isEmpty();
    assertThat(payload.allTold()).isFalse();
    assertThat(payload.describe().digests()).isEmpty();
    for (int segment = 3; segment >= 0; segment--) {
      assertThat(payload.allTold()).isFalse();
      assertThat(payload.tell(2, segment, payloadDigest(0, segment))).isEmpty();
    }

    assertThat(payload.allTold()).isTrue();
    assertThat(payload.describe().digests()).hasSize(4);
  }

  @Test
  void aSegmentThatTurnsOutToBeAnotherIsADisagreement() {
    payload.declare(5, unhashed(0, 35));
    payload.declare(2, unhashed(0, 20));
    payload.tell(5, 1, digest("x"));

    assertThat(payload.tell(2, 0, digest("y"))).isEmpty();
    assertThat(payload.tell(2, 1, digest("z")))
        .contains("rank 2 and rank 5 disagree about file1: segment 2 differs");
  }

  @Test
  void aLengthThatDiffersIsADisagreementBeforeAnythingIsHashed() {
    payload.declare(5, unhashed(0, 35));

    assertThat(payload.declare(2, unhashed(0, 25)))
        .contains("rank 2 and rank 5 disagree about file1: segment 3 differs");
    assertThat(payload.declare(3, unhashed(0, 34)))
        .contains("rank 3 and rank 5 disagree about file1: segment 4 differs");
  }

  @Test
  void theLengthsOfARankThatIsGoneStillCount() {
    payload.declare(5, unhashed(0, 35));
    payload.forget(5);

    assertThat(payload.allTold()).isTrue();
    assertThat(payload.declare(2, unhashed(0, 25)))
        .contains("rank 2 disagrees with a rank that is gone about file1: segment 3 differs");
  }

  @Test
  void onlyWhatIsStillToBeToldIsTold() {
    payload.declare(5, heldPayload(0, 35));

    assertThat(payload.tell(5, 0, digest("x"))).isEmpty();
    assertThat(payload.tell(6, 0, digest("x"))).isEmpty();
    assertThat(payload.describe().digests()).containsEntry(0, payloadDigest(0, 0));
  }

  @Test
  void aRankThatComesBackWithOtherContentLacksThat() {
    file.declare(2, heldInline(0, "a", "b"));
    file.forget(2);

    assertThat(file.declare(2, heldInline(0, "a", "c"))).isEmpty();
    assertThat(holders(file)).containsExactly(bits(2), bits());
    assertThat(file.describe().digests()).containsEntry(1, digest("b"));
  }

  @Test
  void aRankThatComesBackWithAnotherLengthIsTold() {
    file.declare(2, heldInline(0, "a"));
    file.forget(2);

    assertThat(file.declare(2, heldInline(0, "bb")))
        .contains("rank 2 disagrees with what it told before about file1: segment 1 differs");
  }

  @Test
  void anEmptyFileHasNoGap() {
    assertThat(payload.gap()).contains("which nobody holds");
    payload.declare(1, heldPayload(0, 0));

    assertThat(payload.gap()).isEmpty();
    assertThat(payload.describe()).isEqualTo(describedWithout(FileShape.payload(0, 10)));
  }

  private static DescribedFile describedWithout(FileShape shape) {
    return new DescribedFile(0, shape, Map.of());
  }

  @Test
  void aFileThatIsCutOtherwiseThanPlannedIsRefused() throws IOException {
    HeldFile held = heldPayload(0, 30);
    payload.checkCut(4, held.shape());

    assertThatThrownBy(() -> file.checkCut(4, held.shape()))
        .hasMessageContaining("rank 4 holds file1 as PAYLOAD")
        .hasMessageContaining("the plan says INLINE");
    assertThatThrownBy(() -> payload.checkCut(4, FileShape.payload(30, 11)))
        .hasMessageContaining("segments of 11 bytes, the plan says PAYLOAD with 10");
  }

  @Test
  void aDownloaderWithTheKnownDigestBecomesAHolder() {
    payload.declare(1, heldPayload(0, 20));

    assertThat(payload.acquire(2, 1, payloadDigest(0, 1))).isTrue();
    assertThat(holders(payload)).containsExactly(bits(1), bits(1, 2));
  }

  @Test
  void aDownloaderWithAnotherDigestIsRefused() {
    payload.declare(1, heldPayload(0, 20));

    assertThat(payload.acquire(2, 1, digest("bad"))).isFalse();
    assertThat(holders(payload)).containsExactly(bits(1), bits(1));
  }

  @Test
  void theShapeOfAnOriginIsKnownBeforeAnybodyJoins() {
    assertThat(origin.gap()).isEmpty();
    assertThat(origin.describe()).isEqualTo(describedWithout(FileShape.payload(35, 10)));
  }

  @Test
  void theReaderOfAnOriginTellsTheDigest() {
    assertThat(origin.acquire(3, 1, payloadDigest(0, 1))).isTrue();
    assertThat(origin.acquire(4, 1, digest("bad"))).isFalse();
    assertThat(origin.describe().digests()).isEqualTo(Map.of(1, payloadDigest(0, 1)));
  }

  @Test
  void whatAHolderHasIsNotReadFromTheOrigin() {
    origin.declare(1, heldPayload(0, 20));

    assertThat(origin.origin().claim(2, "h2", 4, Set.of())).containsExactly(2, 3);
  }

  @Test
  void whatALostRankAloneHeldIsReadFromTheOriginAgain() {
    origin.declare(1, heldPayload(0, 20));
    origin.acquire(2, 0, payloadDigest(0, 0));
    origin.forget(1);

    assertThat(origin.origin().claim(2, "h2", 4, Set.of())).containsExactly(1, 2, 3);
  }

  @Test
  void aHolderThatIsLongerThanTheOriginDisagreesWithIt() {
    assertThat(origin.declare(1, heldPayload(0, 45)))
        .contains("rank 1 and the origin hdfs://nn/file1 disagree about file1: segment 4 differs");
    MappedFile even = new MappedFile(TestJob.origin(0, "file1", 20), new OpenOrigins(), () -> {});
    assertThat(even.declare(1, heldPayload(0, 30)))
        .contains("rank 1 and the origin hdfs://nn/file1 disagree about file1: segment 3 differs");
  }

  @Test
  void aFileWithoutAnOriginIsNotClaimed() {
    payload.declare(1, heldPayload(0, 20));

    assertThat(payload.origin().claim(2, "h2", 1, Set.of())).isEmpty();
  }

  @Test
  void aLostHolderLeavesAGap() {
    payload.declare(1, heldPayload(0, 20));
    payload.acquire(2, 0, payloadDigest(0, 0));
    payload.forget(1);

    assertThat(payload.gap()).contains("of which nobody holds segment 2");
  }

  @Test
  void segmentsAcquiredBeforeARestartCountAgain() {
    payload.declare(1, heldPayload(0, 30));
    payload.restore(2, bits(0, 2));

    assertThat(holders(payload)).containsExactly(bits(1, 2), bits(1), bits(1, 2));
  }

  @Test
  void aSegmentFromBeforeARestartThatIsAnotherIsNotHeld() {
    payload.declare(1, heldPayload(0, 20));
    payload.restore(2, bits(0, 1));

    assertThat(payload.acquire(2, 1, digest("bad"))).isFalse();
    assertThat(holders(payload)).containsExactly(bits(1, 2), bits(1));
  }

  @Test
  void theSwarmIsMadeOfThoseWhoWantAndThoseWhoOnlyHold() {
    payload.declare(1, heldPayload(0, 30));
    payload.declare(2, heldPayload(0, 20));
    payload.declare(3, heldPayload(0, 10));
    payload.wanters().add(3);
    payload.wanters().add(4);

    assertThat(payload.members()).isEqualTo(new SwarmMembers(bits(3, 4), bits(1), bits(2)));
  }

  @Test
  void aFileWithoutSegmentsNeedsNoSwarm() {
    payload.declare(1, heldPayload(0, 0));
    payload.wanters().add(2);

    assertThat(payload.members().size()).isZero();
  }

  @Test
  void aDescriptionIsSharedUntilADigestIsLearned() {
    DescribedFile before = origin.describe();

    assertThat(origin.describe()).isSameAs(before);
    origin.acquire(1, 0, payloadDigest(0, 0));
    assertThat(origin.describe()).isNotSameAs(before);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    payload.declare(1, heldPayload(0, 10));
    FileSnapshot before = payload.snapshot();
    payload.acquire(2, 0, payloadDigest(0, 0));

    assertThat(before.segments().get(0).holders()).isEqualTo(bits(1));
  }
}
