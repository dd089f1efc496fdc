package org.yarnp2p.peer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.input.OwnedFile;
import org.yarnp2p.job.ExaminedPayload;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.protocol.HeldFile;

class HeldFilesTest {
  private static final int SEGMENT = 1 << 20;
  private static final Rank RANK = Rank.peer(2);

  @TempDir Path directory;
  private final AtomicLong hashed = new AtomicLong();
  private LongConsumer onHash = hashed::addAndGet;
  private int incarnation = 1;
  private WorkDirectory work;
  private HeldFiles files;
  private List<ExaminedPayload> examined = List.of();

  @BeforeEach
  void open() throws Exception {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            "job_1",
            "test",
            "user",
            3,
            List.of(
                new PlannedFile(0, "big", FileKind.PAYLOAD, SEGMENT, null),
                new PlannedFile(1, "lines", FileKind.INLINE, 0, null)),
            "file:///in",
            "file:///out",
            false,
            null,
            examined,
            Map.of());
    work = WorkDirectory.open(List.of(directory), "job_1", RANK, 0);
    files =
        new HeldFiles(
            new Member(RANK, incarnation),
            plan,
            new Storage(
                UserGroupInformation.getCurrentUser(),
                FarFileSystem.addTo(new Configuration(false))),
            work,
            new OpenFiles<FileChannel>(4),
            2,
            bytes -> onHash.accept(bytes),
            new SplittableRandom(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 70 * SEGMENT + 3})
  void localPayloadIsHashedWhereItIs(int length) throws Exception {
    byte[] content = random(length);
    Path file = Files.write(directory.resolve("data"), content);
    Held held = open(payload(file.toUri()));
    assertManifest(held.manifest(), content);
    assertThat(held.store()).hasToString(file.toString());
    assertThat(hashed).hasValue(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 5 * SEGMENT + 3})
  void payloadElsewhereIsCopiedToTheWorkDirectory(int length) throws Exception {
    byte[] content = random(length);
    Path file = Files.write(directory.resolve("data"), content);
    Held held = open(payload(FarFileSystem.uri(file)));
    assertManifest(held.manifest(), content);
    assertThat(held.store().toString()).startsWith(directory.resolve("p2p-job_1-2").toString());
    assertThat(hashed).hasValue(length);
    Files.delete(file);
    if (length > 0) {
      assertThat(held.store().read(0))
          .isEqualTo(ByteBuffer.wrap(content, 0, Math.min(SEGMENT, length)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void payloadThatIsNotAsTheClientHasFoundItIsRefused(boolean sameLength) throws Exception {
    Path file = Files.write(directory.resolve("data"), random(3 * SEGMENT));
    long time = Files.getLastModifiedTime(file).toMillis();
    examined =
        sameLength
            ? List.of(new ExaminedPayload(file.toUri().toString(), 3 * SEGMENT, time - 1000))
            : List.of(new ExaminedPayload(file.toUri().toString(), 4 * SEGMENT, time));
    again();
    assertThatThrownBy(() -> open(payload(file.toUri())))
        .isInstanceOf(IncurableException.class)
        .hasMessageContainingAll("rank 2, input line", "changed since", "run the job again");

    examined = List.of(new ExaminedPayload(file.toUri().toString(), 3 * SEGMENT, time));
    again();
    assertThat(open(payload(file.toUri())).store().complete()).isTrue();
  }

  @Test
  void nextLifeCopiesOnlyWhatIsMissing() throws Exception {
    byte[] old = random(6 * SEGMENT + 3);
    Path file = Files.write(directory.resolve("data"), old);
    FileTime time = Files.getLastModifiedTime(file);
    Held first = open(payload(FarFileSystem.uri(file)));
    first.store().discard(2);
    first.store().discard(6);
    byte[] other = random(6 * SEGMENT + 3 + 1);
    Files.write(file, Arrays.copyOf(other, old.length));
    Files.setLastModifiedTime(file, time);
    nextLife();

    Held next = open(payload(FarFileSystem.uri(file)));
    assertThat(next.store().complete()).isTrue();
    for (int segment = 0; segment < 7; segment++) {
      boolean copiedNow = segment == 2 || segment == 6;
      assertThat(next.store().read(segment))
          .isEqualTo(
              ByteBuffer.wrap(
                  copiedNow ? other : old,
                  segment * SEGMENT,
                  next.store().shape().segmentLength(segment)));
    }
    assertThat(hashed).as("figures of both").hasValue(2L * old.length);
  }

  @Test
  void copyOfWhatHasChangedSinceIsMadeAnew() throws Exception {
    Path file = Files.write(directory.resolve("data"), random(2 * SEGMENT));
    FileTime time = Files.getLastModifiedTime(file);
    open(payload(FarFileSystem.uri(file)));
    byte[] other = random(2 * SEGMENT + 1);
    Files.write(file, Arrays.copyOf(other, 2 * SEGMENT));
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 2000));
    nextLife();

    Held next = open(payload(FarFileSystem.uri(file)));
    assertThat(next.store().read(0)).isEqualTo(ByteBuffer.wrap(other, 0, SEGMENT));
  }

  /** Also when the life between them has dropped it. */
  @Test
  void laterLivesTellWhatTheFirstHasToldThoughTheBytesHaveChanged() throws Exception {
    byte[] content = random(3 * SEGMENT + 5);
    Path file = Files.write(directory.resolve("data"), content);
    open(payload(file.toUri()));
    byte[] other = content.clone();
    other[SEGMENT + 7]++;
    Files.write(file, other);
    for (int life = 2; life <= 3; life++) {
      nextLife();
      Told told = new Told();

      Held next = open(payload(file.toUri()), told);

      assertManifest(next.manifest(), content);
      assertThat(told.altered).as("life %d", life).containsExactly(1);
      assertThat(next.told().isAltered(1)).isTrue();
      assertThat(next.store().isSound(0)).isTrue();
      assertThat(next.store().isSound(1)).isFalse();
      next.store().discard(1);
      assertManifest(next.manifest(), content);
    }
    Files.write(file, content);
    nextLife();
    Told told = new Told();
    assertThat(open(payload(file.toUri()), told).store().isSound(1)).isTrue();
    assertThat(told.altered).isEmpty();
  }

  /** The tracker may have heard it all the same. */
  @Test
  void whatALifeHasToldJustBeforeItsEndIsToldByTheNextOne() throws Exception {
    byte[] content = random(2 * SEGMENT);
    Path file = Files.write(directory.resolve("data"), content);
    Told first = new Told();
    first.failure = new IOException("killed");
    assertThatThrownBy(() -> open(payload(file.toUri()), first)).isSameAs(first.failure);
    byte[] other = content.clone();
    other[SEGMENT + 7]++;
    Files.write(file, other);
    nextLife();
    Told told = new Told();

    assertManifest(open(payload(file.toUri()), told).manifest(), content);
    assertThat(told.altered).containsExactly(1);
  }

  @Test
  void whatTheTrackerKnowsOtherwiseIsToldByTheNextLife() throws Exception {
    byte[] content = random(2 * SEGMENT);
    Path file = Files.write(directory.resolve("data"), content);
    Digest known = Digest.of(ByteBuffer.wrap(random(SEGMENT)));
    Held first = open(payload(file.toUri()));
    assertThat(first.manifest(new Manifest(Map.of(1, known))).digests())
        .containsEntry(0, Digest.of(ByteBuffer.wrap(content, 0, SEGMENT)))
        .containsEntry(1, known);
    first.told().correct(1, known);
    nextLife();

    assertThat(open(payload(file.toUri())).manifest().digests()).containsEntry(1, known);
  }

  @Test
  void nextLifeDoesWithoutAFileOfAnotherLength() throws Exception {
    Path file = Files.write(directory.resolve("data"), random(2 * SEGMENT));
    open(payload(file.toUri()));
    append(file);
    nextLife();

    assertThat(files.open(List.of(payload(file.toUri())))).isEmpty();
  }

  @Test
  void whatALifeHasToldIsKnownThoughTheNextOneDoesWithoutTheFile() throws Exception {
    byte[] content = random(2 * SEGMENT);
    Path file = Files.write(directory.resolve("data"), content);
    open(payload(file.toUri()));
    Path elsewhere = Files.move(file, directory.resolve("elsewhere"));
    nextLife();
    assertThat(files.open(List.of(payload(file.toUri())))).isEmpty();
    byte[] other = content.clone();
    other[SEGMENT + 7]++;
    Files.write(Files.move(elsewhere, file), other);
    nextLife();
    Told told = new Told();

    assertManifest(open(payload(file.toUri()), told).manifest(), content);
    assertThat(told.altered).containsExactly(1);
  }

  @Test
  void laterLivesTellWhatTheFirstHasToldOfLinesToo() throws Exception {
    Map<Integer, Digest> first = open(inline("a", "bc", "")).manifest().digests();
    for (int life = 2; life <= 3; life++) {
      nextLife();

      Held next = open(inline("a", "bd", ""));

      assertThat(next.manifest().digests()).as("life %d", life).isEqualTo(first);
      assertThat(next.told().isAltered(0)).isFalse();
      assertThat(next.told().isAltered(1)).isTrue();
    }
    nextLife();
    assertThat(open(inline("a", "bc", "")).told().isAltered(1)).isFalse();
  }

  @Test
  void nextLifeDoesWithoutLinesOfAnotherLength() throws Exception {
    Map<Integer, Digest> first = open(inline("a", "bc")).manifest().digests();
    nextLife();
    assertThat(files.open(List.of(inline("a", "bcd")))).isEmpty();
    nextLife();
    assertThat(open(inline("a", "bd")).manifest().digests()).isEqualTo(first);
  }

  private static OwnedFile inline(String... lines) {
    return new OwnedFile.Inline(
        "lines", 1, Arrays.stream(lines).map(line -> line.getBytes(UTF_8)).toList());
  }

  private void nextLife() throws Exception {
    work.journal().begin();
    work.stays(true);
    incarnation++;
    again();
  }

  private void again() throws Exception {
    work.close();
    open();
  }

  @Test
  void inlineFileIsHeldInMemory() throws Exception {
    Held held =
        open(new OwnedFile.Inline("lines", 1, List.of("a".getBytes(UTF_8), "bc".getBytes(UTF_8))));
    HeldFile manifest = held.manifest();
    assertThat(manifest.file()).isEqualTo(1);
    assertThat(manifest.shape()).isEqualTo(FileShape.inline(new int[] {1, 2}));
    assertThat(manifest.digests())
        .isEqualTo(
            Map.of(
                0,
                Digest.of(ByteBuffer.wrap("a".getBytes(UTF_8))),
                1,
                Digest.of(ByteBuffer.wrap("bc".getBytes(UTF_8)))));
  }

  @Test
  void missingFileIsReportedWithLineFileAndRank() {
    assertThatThrownBy(() -> open(payload(directory.resolve("none").toUri())))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 2", "line 7", "file big", "none", "cannot be held");
  }

  @Test
  void deviceIsNotHeld() {
    assertThatThrownBy(() -> open(payload(URI.create("file:///dev/zero"))))
        .isInstanceOf(IncurableException.class)
        .hasMessageContainingAll("rank 2", "file big", "is not a regular file");
  }

  @Test
  void nextLifeDoesWithoutWhatIsGone() throws Exception {
    nextLife();
    OwnedFile gone = payload(directory.resolve("none").toUri());
    OwnedFile lines = new OwnedFile.Inline("lines", 1, List.of("a".getBytes(UTF_8)));
    assertThat(files.open(List.of(gone, lines)))
        .extracting(held -> held.plan().name())
        .containsExactly("lines");
  }

  @Test
  void directoryCannotBeHeld() {
    assertThatThrownBy(() -> open(payload(directory.toUri())))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("line 7", "directory");
  }

  @Test
  void fileThatChangesMeanwhileIsReported() throws IOException {
    Path file = Files.write(directory.resolve("data"), random(2 * SEGMENT));
    onHash = bytes -> append(file);
    Told told = new Told();
    assertThatThrownBy(() -> open(payload(file.toUri()), told))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 2", "line 7", "changed");
    assertThat(told.held).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void segmentsArePublishedWhileTheRestIsHashedAndHeldWhenTheyAreTold(boolean far)
      throws Exception {
    byte[] content = random(150 * SEGMENT + 3);
    Path file = Files.write(directory.resolve("data"), content);
    Told told = new Told();
    Held held = open(payload(far ? FarFileSystem.uri(file) : file.toUri()), told);
    assertManifest(held.manifest(), content);
    assertThat(told.held).isEqualTo(held.manifest().digests());
    assertThat(told.batches).hasSizeGreaterThanOrEqualTo(151 / 8);
    assertThat(told.batches).allSatisfy(batch -> assertThat(batch.size()).isBetween(1, 8));
  }

  @Test
  void onlyFilesAskedForAreHashed() throws Exception {
    Path file = Files.write(directory.resolve("data"), random(SEGMENT));
    Held held = files.open(List.of(payload(file.toUri()))).get(0);
    files.hash(id -> id != 0, Publication.NONE);
    assertThat(held.manifest().shape().segmentCount()).isEqualTo(1);
    assertThat(held.manifest().digests()).isEmpty();
    files.hash(id -> id == 0, Publication.NONE);
    assertThat(held.manifest().digests()).hasSize(1);
    assertThat(hashed).hasValue(SEGMENT);
  }

  @Test
  void publicationThatFailsEndsTheHashing() throws IOException {
    Path file = Files.write(directory.resolve("data"), random(SEGMENT));
    Told told = new Told();
    told.failure = new IOException("the tracker is gone");
    assertThatThrownBy(() -> open(payload(file.toUri()), told)).isSameAs(told.failure);
  }

  private static final class Told implements Publication {
    final Map<Integer, Digest> told = new ConcurrentHashMap<>();
    final Map<Integer, Digest> held = new ConcurrentHashMap<>();
    final Set<Integer> altered = ConcurrentHashMap.newKeySet();
    final Queue<Map<Integer, Digest>> batches = new ConcurrentLinkedQueue<>();
    IOException failure;

    @Override
    public void publish(
        int file, SortedMap<Integer, Digest> digests, BitSet altered, Runnable vouch)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      told.putAll(digests);
      altered.stream().forEach(this.altered::add);
      batches.add(Map.copyOf(digests));
      vouch.run();
      held.putAll(digests);
    }
  }

  private Held open(OwnedFile file) throws IOException, InterruptedException {
    return open(file, Publication.NONE);
  }

  private Held open(OwnedFile file, Publication publication)
      throws IOException, InterruptedException {
    Held held = files.open(List.of(file)).get(0);
    files.hash(id -> true, publication);
    return held;
  }

  private static OwnedFile.Payload payload(URI uri) {
    return new OwnedFile.Payload("big", 7, uri);
  }

  private static void append(Path file) {
    try {
      Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertManifest(HeldFile manifest, byte[] content) {
    FileShape shape = FileShape.payload(content.length, SEGMENT);
    assertThat(manifest.shape()).isEqualTo(shape);
    for (int i = 0; i < shape.segmentCount(); i++) {
      ByteBuffer segment =
          ByteBuffer.wrap(content, (int) shape.outputOffset(i), shape.segmentLength(i));
      assertThat(manifest.digests().get(i)).isEqualTo(Digest.of(segment));
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
