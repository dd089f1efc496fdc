package org.yarnp2p.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.input.OwnedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.distribute.Arrivals;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.FreeSpace;
import org.yarnp2p.peer.store.HeldFiles;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.Publication;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SourceChangedException;
import org.yarnp2p.peer.store.Storage;
import org.yarnp2p.peer.store.WorkDirectory;
import org.yarnp2p.protocol.DescribedFile;

/** A rank that holds a file from its input, or the beginning of it, and wants it. */
class FileTableTest {
  private static final Rank RANK = Rank.peer(2);
  private static final String HELD = "01234567";
  private static final String WHOLE = "0123456789";

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(8);
  private final JobPlan plan =
      new JobPlan(
          JobPlan.VERSION,
          "job_1",
          "test",
          "user",
          2,
          List.of(new PlannedFile(0, "data", FileKind.PAYLOAD, 4, null)),
          "file:///in",
          "file:///out",
          false,
          null);
  private Path input;
  private Path output;
  private WorkDirectory work;
  private FileTable table;

  @BeforeEach
  void open() throws Exception {
    input = Files.writeString(directory.resolve("input"), HELD);
    output = directory.resolve("output");
    work = WorkDirectory.open(List.of(directory), "job_1", RANK, 0);
  }

  @AfterEach
  void close() throws IOException {
    openFiles.close();
    work.close();
  }

  @Test
  void whatIsHeldIsCopiedToWhereTheRestComes() throws Exception {
    SharedFile file = build(describe(WHOLE), List.of());
    assertThat(file.store().held().stream()).containsExactly(0, 1);
    assertThat(read(file.store(), 1)).isEqualTo("4567");
    assertThat(table.altered()).isEmpty();
  }

  /** Nobody may have it any more, and nobody is needed to. */
  @Test
  void whatHasGoneBadInTheInputIsNotFetchedWhereTheOutputIsWritten() throws Exception {
    Files.writeString(output, HELD);
    Files.writeString(input, "0123xxxx");
    SharedFile file = build(describe(HELD), List.of());
    assertThat(file.wanted()).isFalse();
    assertThat(file.store().held().stream()).containsExactly(0);
    assertThat(table.altered()).containsExactly(new SegmentRef(0, 1));
  }

  @Test
  void whatHasGoneBadInTheInputIsNotGivenToOthersThoughTheOutputIsWritten() throws Exception {
    Files.writeString(output, WHOLE);
    Files.writeString(input, "0123xxxx");
    SharedFile file = build(describe(WHOLE), List.of());
    assertThat(file.wanted()).isFalse();
    assertThat(file.store().held().stream()).containsExactly(0);
    assertThat(table.altered()).containsExactly(new SegmentRef(0, 1));
  }

  /** The start may have come long after they were hashed. */
  @Test
  void bytesThatHaveGoneBadSinceTheyWereHashedAreNotCopied() throws Exception {
    List<Held> held = held();
    FileTime time = Files.getLastModifiedTime(input);
    Files.writeString(input, "0123xxxx");
    Files.setLastModifiedTime(input, time);
    SharedFile file = build(describe(WHOLE), held, List.of());
    assertThat(file.wanted()).isTrue();
    assertThat(file.store().held().stream()).containsExactly(0);
    assertThat(table.altered()).containsExactly(new SegmentRef(0, 1));
  }

  @Test
  void inputThatHasChangedSinceItWasHashedIsNotCopied() throws Exception {
    List<Held> held = held();
    Files.writeString(input, "0123xxxx");
    Files.setLastModifiedTime(input, FileTime.fromMillis(1000));
    assertThatThrownBy(() -> build(describe(WHOLE), held, List.of()))
        .isInstanceOf(SourceChangedException.class);
  }

  @Test
  void whatAnEarlierLifeHasFetchedIsNotMissingThoughItHasGoneBadInTheInput() throws Exception {
    Files.writeString(input, "0123xxxx");
    FileShape shape = FileShape.payload(WHOLE.length(), 4);
    LocalFileStore fetched =
        LocalFileStore.create(directory.resolve("part"), shape, openFiles, SegmentLog.NONE);
    fetched.write(1, digest("4567"), bytes("4567"));
    SharedFile file = build(describe(WHOLE), List.of(new Held(plan.file(0), fetched)));
    assertThat(file.store().held().stream()).containsExactly(0, 1);
    assertThat(read(file.store(), 1)).isEqualTo("4567");
    assertThat(table.altered()).isEmpty();
  }

  private SharedFile build(DescribedFile described, List<Held> kept) throws Exception {
    return build(described, held(), kept);
  }

  private SharedFile build(DescribedFile described, List<Held> held, List<Held> kept)
      throws IOException {
    Inventory inventory =
        new Inventory(
            held,
            kept,
            Map.of(0, new Destination.Local(directory.resolve("part"), output, null, true)),
            Arrivals.finishing(id -> {}));
    table = new FileTable(RANK, plan, inventory, work, openFiles, new FreeSpace(RANK, "here", 0));
    return table.build(List.of(described)).get(0);
  }

  /** The input, hashed. */
  private List<Held> held() throws Exception {
    HeldFiles files =
        new HeldFiles(
            new Member(RANK, 2),
            plan,
            new Storage(UserGroupInformation.getCurrentUser(), new Configuration(false)),
            work,
            openFiles,
            1,
            hashed -> {},
            new SplittableRandom(1));
    List<Held> held = files.open(List.of(new OwnedFile.Payload("data", 1, input.toUri())));
    files.hash(id -> true, Publication.NONE);
    return held;
  }

  /** With the digests that an earlier life has told. */
  private static DescribedFile describe(String content) {
    FileShape shape = FileShape.payload(content.length(), 4);
    Map<Integer, Digest> digests = new HashMap<>();
    for (int segment = 0; segment < shape.segmentCount(); segment++) {
      int from = segment * 4;
      digests.put(segment, digest(content.substring(from, from + shape.segmentLength(segment))));
    }
    return new DescribedFile(0, shape, digests);
  }

  private static String read(SegmentStore store, int segment) throws IOException {
    return UTF_8.decode(store.read(segment)).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static Digest digest(String text) {
    return Digest.of(bytes(text));
  }
}
