package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

class JournalTest {
  private static final FileShape SHAPE = FileShape.payload(4 * 10 + 3, 10);
  private static final FileShape LINES = FileShape.inline(new int[] {3, 0, 5});
  private static final int ROUNDS = 200;

  @TempDir Path directory;

  @Test
  void whatWasRecordedIsRead() throws IOException {
    try (Journal journal = Journal.create(directory, "boot")) {
      SegmentLog wanted = journal.payload(CopyOf.wanted(7), SHAPE, 0);
      SegmentLog held = journal.payload(CopyOf.held(7), SHAPE, 1234);
      SegmentLog lines =
          journal.inline(
              8, LINES, segment -> ByteBuffer.wrap(new byte[LINES.segmentLength(segment)]));
      wanted.held(4, digest(4));
      wanted.held(2, digest(2));
      wanted.dropped(4);
      held.held(0, digest(0));
      lines.held(1, digest(1));
      lines.held(2, digest(2));
      journal.finished(9);
      journal.begin();
    }
    JournalReader.Contents contents = read();
    assertThat(contents.bootId()).isEqualTo("boot");
    RecordedFile wanted = contents.files().get(CopyOf.wanted(7));
    assertThat(wanted.shape()).isEqualTo(SHAPE);
    assertThat(wanted.digests()).containsExactly(null, null, digest(2), null, null);
    RecordedFile held = contents.files().get(CopyOf.held(7));
    assertThat(held.sourceTime()).isEqualTo(1234);
    assertThat(held.digests().get(0)).isEqualTo(digest(0));
    RecordedFile lines = contents.files().get(CopyOf.wanted(8));
    assertThat(lines.shape()).isEqualTo(LINES);
    assertThat(lines.lines().keySet()).containsExactly(1, 2);
    assertThat(lines.digests().get(2)).isEqualTo(Digest.of(ByteBuffer.allocate(5)));
    assertThat(contents.finished()).containsExactly(CopyOf.wanted(9));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 11})
  void filesOfAnyLengthAreRecorded(long length) throws IOException {
    FileShape shape = FileShape.payload(length, 10);
    try (Journal journal = Journal.create(directory, "boot")) {
      SegmentLog log = journal.payload(CopyOf.wanted(0), shape, 0);
      for (int i = 0; i < shape.segmentCount(); i++) {
        log.held(i, digest(i));
      }
      journal.begin();
    }
    RecordedFile file = read().files().get(CopyOf.wanted(0));
    assertThat(file.shape()).isEqualTo(shape);
    assertThat(file.digests()).hasSize(shape.segmentCount()).doesNotContainNull();
  }

  @Test
  void nothingIsLeftOfAJournalThatHasNotBegun() throws IOException {
    try (Journal journal = Journal.create(directory, "boot")) {
      journal.finished(1);
    }
    assertThat(directory.resolve(Journal.NAME)).doesNotExist();
  }

  @Test
  void closedJournalIsSilent() throws IOException {
    Journal journal = Journal.create(directory, "boot");
    SegmentLog log = journal.payload(CopyOf.wanted(0), SHAPE, 0);
    journal.begin();
    journal.close();
    log.held(0, digest(0));
    assertThat(read().files().get(CopyOf.wanted(0)).digests()).containsOnlyNulls();
  }

  @Test
  void journalDoesNotEndWithAThreadThatIsInterrupted() throws IOException {
    try (Journal journal = Journal.create(directory, "boot")) {
      SegmentLog log = journal.payload(CopyOf.wanted(0), SHAPE, 0);
      journal.begin();
      Thread.currentThread().interrupt(); // as those are that hash, when another one fails
      log.held(0, digest(0));
      assertThat(Thread.interrupted()).isTrue();
      log.held(1, digest(1));
    }
    assertThat(read().files().get(CopyOf.wanted(0)).digests())
        .containsExactly(digest(0), digest(1), null, null, null);
  }

  @Test
  void nothingIsLeftOfAJournalThatCannotBeWrittenAnyMoreNorClosed() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public void close() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    Files.createFile(directory.resolve(Journal.NAME));
    new Journal(directory, broken).finished(1);
    assertThat(directory.resolve(Journal.NAME)).doesNotExist();
  }

  @Test
  void emptyFileIsNoJournal() throws IOException {
    Files.createFile(directory.resolve(Journal.NAME));
    assertThat(read().bootId()).isNull();
    assertThat(read().files()).isEmpty();
  }

  @Test
  void tornJournalSaysWhatItSaidBefore() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Map<String, String>> states = write(random);
      byte[] whole = Files.readAllBytes(directory.resolve(Journal.NAME));
      Files.write(
          directory.resolve(Journal.NAME), Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
      assertThat(states).as("seed %d, round %d", seed, round).contains(state(read()));
    }
  }

  @Test
  void damagedJournalSaysNothingThatWasNotRecorded() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Map<String, String>> states = write(random);
      byte[] bytes = Files.readAllBytes(directory.resolve(Journal.NAME));
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(directory.resolve(Journal.NAME), bytes);
      assertThat(states).as("seed %d, round %d", seed, round).contains(state(read()));
    }
  }

  @Test
  void recordsThatChangedPlacesDoNotCount() throws IOException {
    try (Journal journal = Journal.create(directory, "boot")) {
      SegmentLog log = journal.payload(CopyOf.wanted(0), SHAPE, 0);
      log.held(0, digest(0));
      log.held(1, digest(1));
      journal.begin();
    }
    byte[] bytes = Files.readAllBytes(directory.resolve(Journal.NAME));
    int record = JournalRecord.FRAME + 6 + Integer.BYTES + Digest.LENGTH;
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, bytes.length - record, swapped, bytes.length - 2 * record, record);
    System.arraycopy(bytes, bytes.length - 2 * record, swapped, bytes.length - record, record);
    Files.write(directory.resolve(Journal.NAME), swapped);
    assertThat(read().files().get(CopyOf.wanted(0)).digests()).containsOnlyNulls();
  }

  /** Writes a journal of random records; the states that it describes, one after each record. */
  private List<Map<String, String>> write(Random random) throws IOException {
    List<Map<String, String>> states = new ArrayList<>();
    Map<String, String> state = new TreeMap<>();
    states.add(new TreeMap<>(state));
    try (Journal journal = Journal.create(directory, "boot")) {
      Map<Integer, SegmentLog> logs = new HashMap<>();
      for (int file = 0; file < 3; file++) {
        logs.put(
            file,
            file == 0
                ? journal.inline(file, LINES, s -> ByteBuffer.allocate(LINES.segmentLength(s)))
                : journal.payload(CopyOf.wanted(file), SHAPE, 0));
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        int file = random.nextInt(3);
        int segment = random.nextInt(3);
        int kind = random.nextInt(5);
        if (kind == 0) {
          logs.get(file).dropped(segment);
          state.remove(file + "/" + segment);
        } else if (kind == 1) {
          journal.finished(file);
          state.put(file + " finished", "");
        } else {
          Digest digest =
              file == 0
                  ? Digest.of(ByteBuffer.allocate(LINES.segmentLength(segment)))
                  : digest(random.nextInt());
          logs.get(file).held(segment, digest);
          state.put(file + "/" + segment, digest.toString());
        }
        states.add(new TreeMap<>(state));
      }
      journal.begin();
    }
    return states;
  }

  private static Map<String, String> state(JournalReader.Contents contents) {
    Map<String, String> state = new TreeMap<>();
    contents
        .files()
        .forEach(
            (copy, file) -> {
              List<Digest> digests = file.digests();
              for (int i = 0; i < digests.size(); i++) {
                if (digests.get(i) != null) {
                  state.put(copy.file() + "/" + i, digests.get(i).toString());
                }
              }
            });
    contents.finished().forEach(copy -> state.put(copy.file() + " finished", ""));
    return state;
  }

  private JournalReader.Contents read() throws IOException {
    return JournalReader.read(directory.resolve(Journal.NAME));
  }

  private static Digest digest(int number) {
    return Digest.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }
}
