package org.yarnp2p.peer.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.stream.StreamSource;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;
import org.yarnp2p.protocol.SegmentData;

class UploaderTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final Member OTHER = new Member(Rank.peer(2), 1);
  private static final Member THIRD = new Member(Rank.peer(3), 1);
  private static final int EAGER_LIMIT = 10;
  private static final int BUNDLE = 8;

  private final EventQueue events = new EventQueue(3);
  private final Progress progress = new Progress(System::nanoTime);
  private final Uploader uploader =
      new Uploader(
          SELF,
          new UploadRules(1, 1, 60_000, 20, 60_000, 2, EAGER_LIMIT, BUNDLE, 1000, 60_000, 0),
          events,
          1,
          progress,
          new SplittableRandom(1),
          System::nanoTime);

  /** Segments of 4, 4, 4, and 20 bytes, of which the third is missing. */
  private final InlineStore store = new InlineStore(FileShape.inline(new int[] {4, 4, 4, 20}));

  @AfterEach
  void close() {
    uploader.close();
  }

  @BeforeEach
  void write() throws IOException {
    write(0, "abcd");
    write(1, "efgh");
    write(3, "01234567890123456789");
  }

  @Test
  void peerThatDoesNotKnowItsFilesYetIsBusy() throws IOException {
    assertThat(fetch(OTHER, 0)).isInstanceOf(FetchAnswer.Busy.class);
  }

  @Test
  void smallSegmentsTravelTogetherWithoutASlot() throws IOException {
    serve();
    FetchAnswer answer = fetch(OTHER, 0, 2, 1);
    assertThat(segments(answer)).containsExactly(0, 1);
    SegmentData first = ((FetchAnswer.Served) answer).segments().get(0);
    assertThat(first.data()).isEqualTo(ByteBuffer.wrap("abcd".getBytes(UTF_8)));
    assertThat(first.digest()).isEqualTo(Digest.of(first.data()));
    assertThat(progress.status(List.of(), 0).upBytes()).isEqualTo(8);
    assertThat(uploader.reserve(THIRD)).isDone();
  }

  @Test
  void bundleIsNoLargerThanBothAllow() throws IOException {
    serve();
    write(2, "ijkl");
    assertThat(segments(fetch(OTHER, 0, 1, 2))).containsExactly(0, 1);
    assertThat(segments(uploader.fetch(OTHER, request(7, true, 0, 1, 2)))).containsExactly(2);
  }

  @Test
  void whatWentOutLeastOftenGoesOutFirst() throws IOException {
    serve();
    fetch(OTHER, 0);
    assertThat(segments(uploader.fetch(THIRD, request(0, true, 0, 1)))).containsExactly(1);
    assertThat(segments(uploader.fetch(THIRD, request(0, true, 1, 0)))).containsExactly(1);
  }

  @Test
  void largeSegmentNeedsASlot() throws IOException {
    serve();
    assertThat(uploader.fetch(OTHER, request(100, false, 3))).isInstanceOf(FetchAnswer.Busy.class);
    assertThat(uploader.reserve(OTHER)).isCompletedWithValue(new ReserveAnswer.Clear());
    FetchAnswer answer = uploader.fetch(OTHER, request(100, false, 3));
    assertThat(segments(answer)).containsExactly(3);
    assertThat(((FetchAnswer.Served) answer).kept()).isTrue();
    assertThatThrownBy(() -> fetch(OTHER, 3))
        .hasMessageContainingAll("rank 2", "without a slot", "segment 3", "lines", "20 bytes");
  }

  @Test
  void slotGoesOnWhenTheReceiverHasItsSegment() throws IOException {
    serve();
    assertThat(uploader.reserve(OTHER)).isDone();
    uploader.fetch(OTHER, request(100, false, 3));
    CompletableFuture<ReserveAnswer> third = uploader.reserve(THIRD);
    assertThat(third).isNotDone();
    uploader.release(OTHER);
    assertThat(third).isCompletedWithValue(new ReserveAnswer.Clear());
  }

  @Test
  void requestThatBringsNothingLeavesTheSlotToItsOwner() throws IOException {
    serve();
    assertThat(uploader.reserve(OTHER)).isDone();
    assertThat(uploader.fetch(OTHER, request(100, false, 2)))
        .isInstanceOf(FetchAnswer.Missing.class);
    assertThat(uploader.fetch(OTHER, request(100, false, 3)))
        .isInstanceOf(FetchAnswer.Served.class);
  }

  /** Its end has been told while it was read. */
  @Test
  void answerThatCannotBeReadWhenItIsGivenUpDoesNotEndAnotherOne(@TempDir Path directory)
      throws IOException {
    AtomicLong now = new AtomicLong();
    Path path = directory.resolve("short");
    Files.writeString(path, "01234567");
    FileShape shape = FileShape.payload(16, 8);
    try (OpenFiles<FileChannel> openFiles = new OpenFiles<>(1);
        LocalFileStore half = LocalFileStore.existing(path, shape, openFiles);
        Uploader slow =
            new Uploader(
                SELF,
                new UploadRules(1, 1, 60_000, 20, 60_000, 2, EAGER_LIMIT, BUNDLE, 1000, 60_000, 0),
                events,
                1,
                progress,
                new SplittableRandom(1),
                now::get)) {
      half.vouch(0, Digest.of(ByteBuffer.wrap("01234567".getBytes(UTF_8))));
      half.vouch(1, Digest.of(ByteBuffer.wrap("89abcdef".getBytes(UTF_8))));
      List<FetchAnswer> second = new ArrayList<>();
      slow.serve(
          files(FileKind.PAYLOAD, half),
          unreadable -> {
            slow.neighbours(List.of(THIRD)); // what was on its way to the other is given up
            second.add(fetch(slow, 0));
          });
      assertThat(slow.reserve(OTHER)).isDone();

      assertThatThrownBy(() -> slow.fetch(OTHER, request(100, false, 1)))
          .hasMessageContaining("cannot read segment 1");

      assertThat(second).hasOnlyElementsOfType(FetchAnswer.Served.class).hasSize(1);
      now.addAndGet(TimeUnit.MINUTES.toNanos(2));
      assertThat(slow.reserve(THIRD)).as("something is on its way under the slot").isNotDone();
    }
  }

  private static FetchAnswer fetch(Uploader from, int segment) {
    try {
      return from.fetch(OTHER, request(100, false, segment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nextLifeOfAPeerHasNoSlot() throws IOException {
    serve();
    uploader.hello(introduction());
    assertThat(uploader.reserve(OTHER)).isDone();
    uploader.hello(introduction());
    CompletableFuture<ReserveAnswer> third = uploader.reserve(THIRD);
    assertThat(third).isNotDone();
    uploader.hello(new Introduction(new Member(OTHER.rank(), 2), List.of()));
    assertThat(third).isDone();
  }

  @Test
  void earlierLifeOfAPeerIsFencedOff() throws IOException {
    serve();
    Member next = new Member(OTHER.rank(), 2);
    uploader.hello(new Introduction(next, List.of()));
    SegmentRef segment = new SegmentRef(7, 1);
    assertFenced(() -> uploader.hello(introduction()));
    assertFenced(() -> uploader.have(OTHER, List.of(segment)));
    assertFenced(() -> uploader.reserve(OTHER));
    assertFenced(() -> fetch(OTHER, 0));
    assertFenced(() -> uploader.release(OTHER));
    assertFenced(() -> uploader.streams().admit(OTHER));
    assertFenced(() -> uploader.streams().announced(OTHER, List.of(segment)));
    uploader.streams().admit(next);
    assertThat(segments(fetch(next, 0))).containsExactly(0);
  }

  @Test
  void trackersWordFencesAnEarlierLifeOff() throws IOException {
    serve();
    uploader.hello(introduction());
    assertThat(uploader.reserve(OTHER)).isDone();
    CompletableFuture<ReserveAnswer> third = uploader.reserve(THIRD);
    uploader.neighbours(List.of(new Member(OTHER.rank(), 2), THIRD));
    assertThat(third).as("the slot of the earlier life is free").isDone();
    assertFenced(() -> uploader.reserve(OTHER));
  }

  @Test
  void viewThatIsBehindDoesNotBringAnEarlierLifeBack() throws IOException {
    serve();
    Member next = new Member(OTHER.rank(), 2);
    uploader.hello(new Introduction(next, List.of()));
    uploader.neighbours(List.of(OTHER, THIRD));
    assertFenced(() -> fetch(OTHER, 0));
    assertThat(segments(fetch(next, 0))).containsExactly(0);
  }

  private static void assertFenced(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(FencedException.class).hasMessageContaining("rank 2");
  }

  @Test
  void peerThatIsNoNeighbourAnyMoreHasNoSlot() throws IOException {
    serve();
    uploader.hello(introduction());
    assertThat(uploader.reserve(OTHER)).isDone();
    CompletableFuture<ReserveAnswer> third = uploader.reserve(THIRD);
    uploader.neighbours(List.of(THIRD));
    assertThat(third).isDone();
  }

  @Test
  void segmentThatIsNotHeldIsMissing() throws IOException {
    serve();
    assertThat(fetch(OTHER, 2)).isInstanceOf(FetchAnswer.Missing.class);
  }

  @Test
  void streamServesTheChosenSegmentsUnderASlot() throws IOException {
    StreamSource streams = uploader.streams();
    List<SegmentRef> all = List.of(new SegmentRef(7, 2), new SegmentRef(7, 3));
    assertThat(streams.begin(OTHER.rank(), all)).isFalse();
    serve();
    assertThat(streams.begin(OTHER.rank(), all)).isFalse();
    assertThat(uploader.reserve(OTHER)).isDone();
    assertThat(streams.begin(OTHER.rank(), all)).isTrue();
    StreamSource.Choice choice = streams.choose(OTHER.rank(), all, 100);
    assertThat(choice.pieces())
        .containsExactly(
            new StreamSource.Piece(new SegmentRef(7, 3), 20, store.digest(3).orElseThrow(), store));
    assertThat(choice.kept()).isTrue();
    streams.sent(new SegmentRef(7, 3), 20);
    assertThat(progress.status(List.of(), 0).upBytes()).isEqualTo(20);
    CompletableFuture<ReserveAnswer> third = uploader.reserve(THIRD);
    streams.release(OTHER.rank());
    assertThat(third).isNotDone();
    streams.ended(OTHER.rank());
    assertThat(third).isDone();
    assertThatThrownBy(() -> streams.begin(OTHER.rank(), List.of(new SegmentRef(7, 4))))
        .hasMessageContaining("segment 4");
  }

  @Test
  void unknownFileOrSegmentIsTheCallersMistake() throws IOException {
    serve();
    assertThatThrownBy(() -> fetch(OTHER, 4))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 2", "segment 4", "lines", "which has 4");
    assertThatThrownBy(
            () -> uploader.fetch(OTHER, new FetchRequest(List.of(new SegmentRef(0, 0)), 0, true)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 2", "file 0", "rank 1");
    assertThatThrownBy(() -> uploader.have(OTHER, List.of(new SegmentRef(7, 9))))
        .hasMessageContaining("rank 2");
    assertThatThrownBy(() -> uploader.hello(introduction(new Holding(7, bits(9)))))
        .hasMessageContaining("rank 2");
    assertThat(fetch(THIRD, 0)).isInstanceOf(FetchAnswer.Served.class);
  }

  @Test
  void helloTellsWhatIsHeldOfEveryFile() throws IOException {
    serve();
    Holding theirs = new Holding(7, bits(2));
    assertThat(uploader.hello(introduction(theirs)))
        .isEqualTo(new Introduction(SELF, List.of(new Holding(7, bits(0, 1, 3)))));
    assertThat(uploader.hello(introduction())).isNotNull();
  }

  @Test
  void neighbourIsTurnedAwayWhenNobodyListens() throws IOException {
    uploader.have(OTHER, List.of(new SegmentRef(7, 0)));
    uploader.have(OTHER, List.of(new SegmentRef(7, 1)));
    uploader.have(OTHER, List.of(new SegmentRef(7, 1)));
    assertThatThrownBy(() -> uploader.have(OTHER, List.of(new SegmentRef(7, 2))))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 1", "overloaded");
  }

  @Test
  void fileMapShowsDigestsAndGaps() throws IOException {
    serve();
    String expected =
        "{\"lines\":[\"%s\",\"%s\",null,\"%s\"]}"
            .formatted(
                store.digest(0).orElseThrow(),
                store.digest(1).orElseThrow(),
                store.digest(3).orElseThrow());
    assertThat(uploader.fileMap(null)).isEqualTo(expected);
    assertThat(uploader.fileMap("lines")).isEqualTo(expected);
    assertThatThrownBy(() -> uploader.fileMap("other")).hasMessageContaining("'other'");
  }

  private void serve() {
    uploader.serve(files(FileKind.INLINE, store), segment -> {});
  }

  private static SharedFiles files(FileKind kind, SegmentStore of) {
    int segmentSize = kind == FileKind.INLINE ? 0 : of.shape().segmentSize();
    PlannedFile plan = new PlannedFile(7, "lines", kind, segmentSize, null);
    return new SharedFiles(
        List.of(new SharedFile(plan, of.shape(), of, true, true, new Manifest(Map.of()))));
  }

  private void write(int segment, String text) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(text.getBytes(UTF_8));
    store.write(segment, Digest.of(data), data);
  }

  private FetchAnswer fetch(Member asker, int... segments) throws IOException {
    return uploader.fetch(asker, request(100, true, segments));
  }

  private static FetchRequest request(int mostBytes, boolean eager, int... segments) {
    return new FetchRequest(
        IntStream.of(segments).mapToObj(i -> new SegmentRef(7, i)).toList(), mostBytes, eager);
  }

  private static List<Integer> segments(FetchAnswer answer) {
    return ((FetchAnswer.Served) answer)
        .segments().stream().map(data -> data.segment().segment()).toList();
  }

  private static Introduction introduction(Holding... holdings) {
    return new Introduction(OTHER, Stream.of(holdings).toList());
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    IntStream.of(set).forEach(bits::set);
    return bits;
  }
}
