package org.yarnp2p.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.CopyOf;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.WorkDirectory;

/** Two lives of one rank on one host. */
class ResumptionTest {
  private static final Rank RANK = Rank.peer(2);
  private static final int SEGMENT = 1000;
  private static final int DATA = 0;
  private static final int LINES = 1;

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(8);
  private final JobPlan plan =
      new JobPlan(
          JobPlan.VERSION,
          "job_1",
          "test",
          "user",
          2,
          List.of(
              new PlannedFile(DATA, "data", FileKind.PAYLOAD, SEGMENT, null),
              new PlannedFile(LINES, "lines", FileKind.INLINE, 0, null)),
          "file:///in",
          "file:///out",
          false,
          null);
  private Destination.Local destination;
  private WorkDirectory work;

  @BeforeEach
  void open() throws Exception {
    destination =
        new Destination.Local(directory.resolve("part"), directory.resolve("data"), null, false);
    work = WorkDirectory.open(List.of(directory), "job_1", RANK, 0);
    work.stays(true);
  }

  @AfterEach
  void close() throws IOException {
    openFiles.close();
    work.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 10 * SEGMENT, 10 * SEGMENT + 1})
  void whatWasVerifiedIsHeldAgain(int length) throws Exception {
    byte[] content = random(length);
    SegmentStore store = begin(content);
    write(store, content, 0);
    write(store, content, store.shape().segmentCount() - 1);
    BitSet held = store.held();

    SegmentStore again = nextLife().store();
    assertThat(again.held()).isEqualTo(held);
    assertThat(again.read(0)).isEqualTo(segment(content, 0));
    for (int i = 0; i < again.shape().segmentCount(); i++) {
      write(again, content, i);
    }
    assertThat(destination.part()).hasBinaryContent(content);

    assertThat(nextLife().store().complete()).as("a third life").isTrue();
  }

  @Test
  void emptyFileIsThereAgain() throws Exception {
    SegmentStore store = begin(new byte[0]);
    ((LocalFileStore) store).finish();
    assertThat(nextLife().store().complete()).isTrue();
  }

  @Test
  void whatWasDroppedIsNotHeld() throws Exception {
    byte[] content = random(3 * SEGMENT);
    SegmentStore store = begin(content);
    write(store, content, 0);
    write(store, content, 1);
    store.discard(1);

    assertThat(nextLife().store().held().stream()).containsExactly(0);
  }

  @Test
  void finishedFileIsFoundUnderItsName() throws Exception {
    byte[] content = random(3 * SEGMENT);
    LocalFileStore store = (LocalFileStore) begin(content);
    for (int i = 0; i < 3; i++) {
      write(store, content, i);
    }
    store.moveTo(destination.target());

    Held again = nextLife();
    assertThat(again.store().complete()).isTrue();
    assertThat(again.store().toString()).endsWith("data");
  }

  @Test
  void bytesThatChangedAfterTheLastRecordAreFound() throws Exception {
    byte[] content = random(4 * SEGMENT);
    SegmentStore store = begin(content);
    for (int i = 0; i < 3; i++) {
      write(store, content, i);
    }
    try (RandomAccessFile file = new RandomAccessFile(destination.part().toFile(), "rw")) {
      file.seek(SEGMENT + 5);
      file.write(content[SEGMENT + 5] ^ 1);
    }
    touchLater();

    assertThat(nextLife().store().held().stream()).containsExactly(0, 2);
  }

  /** What is lost of them may have said that a segment has gone bad. */
  @Test
  void whatIsRecordedBeforeDamagedRecordsIsHashedAgain() throws Exception {
    byte[] content = random(4 * SEGMENT);
    SegmentStore store = begin(content);
    for (int i = 0; i < 3; i++) {
      write(store, content, i);
    }
    try (RandomAccessFile file = new RandomAccessFile(destination.part().toFile(), "rw")) {
      file.seek(SEGMENT + 5);
      file.write(content[SEGMENT + 5] ^ 1);
    }
    store.discard(1);
    Path journal = work.resolve("journal");
    byte[] records = Files.readAllBytes(journal);
    records[records.length - 1]++;
    Files.write(journal, records);

    assertThat(nextLife().store().held().stream()).containsExactly(0, 2);
  }

  @Test
  void fileThatIsTooShortIsHashedAgain() throws Exception {
    byte[] content = random(4 * SEGMENT);
    SegmentStore store = begin(content);
    for (int i = 0; i < 3; i++) {
      write(store, content, i);
    }
    FileTime time = Files.getLastModifiedTime(destination.part());
    try (RandomAccessFile file = new RandomAccessFile(destination.part().toFile(), "rw")) {
      file.setLength(2 * SEGMENT + 1);
    }
    Files.setLastModifiedTime(destination.part(), time);

    assertThat(nextLife().store().held().stream()).containsExactly(0, 1);
  }

  @Test
  void fileThatIsGoneIsFetchedAnew() throws Exception {
    byte[] content = random(2 * SEGMENT);
    write(begin(content), content, 0);
    Files.delete(destination.part());

    assertThat(resume()).isEmpty();
  }

  @Test
  void linesAreHeldAgain() throws Exception {
    FileShape shape = FileShape.inline(new int[] {1, 0, 3});
    SegmentStore store = InlineStore.wanted(LINES, shape, work.journal());
    work.journal().begin();
    ByteBuffer line = ByteBuffer.wrap("xyz".getBytes(UTF_8));
    store.write(2, Digest.of(line), line.duplicate());
    store.write(1, Digest.of(ByteBuffer.allocate(0)), ByteBuffer.allocate(0));

    SegmentStore again = nextLife().store();
    assertThat(again.held().stream()).containsExactly(1, 2);
    assertThat(again.read(2)).isEqualTo(line);
    assertThat(nextLife().store().held().stream()).as("a third life").containsExactly(1, 2);
  }

  /** The first life's store. */
  private SegmentStore begin(byte[] content) throws IOException {
    FileShape shape = FileShape.payload(content.length, SEGMENT);
    SegmentStore store =
        LocalFileStore.create(
            destination.part(),
            shape,
            openFiles,
            work.journal().payload(CopyOf.wanted(DATA), shape, 0));
    work.journal().begin();
    return store;
  }

  private Held nextLife() throws Exception {
    List<Held> resumed = resume();
    assertThat(resumed).hasSize(1);
    return resumed.get(0);
  }

  private List<Held> resume() throws Exception {
    work.close();
    work = WorkDirectory.open(List.of(directory), "job_1", RANK, 0);
    work.stays(true);
    List<Held> resumed =
        new Resumption(plan, work, openFiles)
            .open(Map.of(DATA, destination, LINES, destination), 2);
    work.journal().begin();
    return resumed;
  }

  private void touchLater() throws IOException {
    FileTime time = Files.getLastModifiedTime(destination.part());
    Files.setLastModifiedTime(destination.part(), FileTime.fromMillis(time.toMillis() + 1000));
  }

  private static void write(SegmentStore store, byte[] content, int segment) throws IOException {
    ByteBuffer data = segment(content, segment);
    store.write(segment, Digest.of(data), data);
  }

  private static ByteBuffer segment(byte[] content, int segment) {
    int from = segment * SEGMENT;
    return ByteBuffer.wrap(content, from, Math.min(SEGMENT, content.length - from)).slice();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
