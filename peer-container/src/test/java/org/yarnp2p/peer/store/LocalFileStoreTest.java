package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

class LocalFileStoreTest {
  private static final int SEGMENT = 1000;

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 10 * SEGMENT, 10 * SEGMENT + 7})
  void segmentsWrittenInAnyOrderGiveTheFile(int length) throws IOException {
    byte[] content = random(length);
    LocalFileStore store = create("f", FileShape.payload(length, SEGMENT));
    for (int segment = store.shape().segmentCount() - 1; segment >= 0; segment--) {
      write(store, segment, content);
    }
    assertThat(store.complete()).isTrue();
    assertThat(output(store)).isEqualTo(content);
  }

  @Test
  void linkThatSomebodyHasPutInItsPlaceIsNotFollowed() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Files.createSymbolicLink(directory.resolve("f"), precious);
    LocalFileStore store = create("f", FileShape.payload(SEGMENT, SEGMENT));
    assertThatThrownBy(() -> write(store, 0, random(SEGMENT))).isInstanceOf(IOException.class);
    assertThat(precious).hasContent("precious");
  }

  @Test
  void segmentComesBackAsItWasWritten() throws IOException {
    byte[] content = random(2 * SEGMENT + 5);
    LocalFileStore store = create("f", FileShape.payload(content.length, SEGMENT));
    write(store, 2, content);
    assertThat(store.read(2)).isEqualTo(ByteBuffer.wrap(content, 2 * SEGMENT, 5));
    assertThat(store.held().stream()).containsExactly(2);
    assertThat(store.digest(2)).contains(Digest.of(ByteBuffer.wrap(content, 2 * SEGMENT, 5)));
  }

  @Test
  void segmentLargerThanOneDiskOperationIsWhole() throws IOException {
    byte[] content = random((1 << 20) + 11);
    LocalFileStore store = create("f", FileShape.payload(content.length, 1 << 20));
    write(store, 0, content);
    write(store, 1, content);
    assertThat(store.read(0)).isEqualTo(ByteBuffer.wrap(content, 0, 1 << 20));
    assertThat(output(store)).isEqualTo(content);
  }

  @Test
  void segmentIsSoundUntilItsBytesChange() throws IOException {
    byte[] content = random(2 * SEGMENT);
    LocalFileStore store = create("f", FileShape.payload(content.length, SEGMENT));
    write(store, 0, content);
    write(store, 1, content);
    content[SEGMENT + 3] ^= 4;
    Files.write(directory.resolve("f"), content);

    assertThat(store.isSound(0)).isTrue();
    assertThat(store.isSound(1)).isFalse();
    assertThatThrownBy(() -> output(store))
        .isInstanceOf(DamagedSegmentsException.class)
        .hasMessageContaining("segments 2 have gone bad");
  }

  @Test
  void fileWithItsFinalNameIsWrittenAgainWhereASegmentWasDiscarded() throws IOException {
    byte[] content = random(2 * SEGMENT);
    LocalFileStore store = create("f", FileShape.payload(content.length, SEGMENT));
    write(store, 0, content);
    write(store, 1, content);
    store.finish();
    store.moveTo(directory.resolve("g"));
    store.close();
    store.read(0);
    store.discard(1);

    write(store, 1, content);

    assertThat(output(store)).isEqualTo(content);
  }

  @Test
  void fileThatIsRenamedThoughASegmentWasDiscardedIsWrittenUnderItsName() throws IOException {
    byte[] content = random(2 * SEGMENT);
    LocalFileStore store = create("f", FileShape.payload(content.length, SEGMENT));
    write(store, 0, content);
    write(store, 1, content);
    store.finish();
    store.discard(1);
    store.moveTo(directory.resolve("g"));
    store.close();

    write(store, 1, content);

    assertThat(directory.resolve("g")).hasBinaryContent(content);
  }

  @Test
  void fileThatIsFinishedThoughASegmentHasJustBeenDiscardedTakesThatAgain() throws IOException {
    byte[] content = random(2 * SEGMENT);
    LocalFileStore store = create("f", FileShape.payload(content.length, SEGMENT));
    write(store, 0, content);
    write(store, 1, content);
    store.discard(1);
    store.finish(); // by one who has seen that all is here
    store.close(); // for another file that is to be open in its place

    write(store, 1, content);

    assertThat(output(store)).isEqualTo(content);
  }

  @Test
  void segmentsOfAFinishedFileAreWrittenAgainByTwoAtOnce() throws Exception {
    byte[] content = random(2 * SEGMENT);
    for (int round = 0; round < 100; round++) {
      LocalFileStore store = create("f" + round, FileShape.payload(content.length, SEGMENT));
      write(store, 0, content);
      write(store, 1, content);
      store.finish();
      store.close(); // for another file that is to be open in its place
      store.read(0); // from what is open for reading only
      store.discard(0);
      store.discard(1);
      FutureTask<Boolean> other = new FutureTask<>(() -> write(store, 1, content));
      new Thread(other).start();

      write(store, 0, content);

      assertThat(other.get()).isTrue();
      assertThat(output(store)).isEqualTo(content);
    }
  }

  @Test
  void fileWithAReadOnlySourcesPermissionsIsOpenedToWrite() throws IOException {
    byte[] content = random(2 * SEGMENT);
    FileShape shape = FileShape.payload(content.length, SEGMENT);
    Path file = Files.write(directory.resolve("f"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    write(LocalFileStore.continued(file, shape, openFiles, SegmentLog.NONE), 1, content);
    assertThat(file)
        .satisfies(it -> assertThat(permissions(it)).isEqualTo("rw-r--r--"))
        .hasBinaryContent(content);
  }

  @Test
  void fileThatHasArrivedKeepsItsPermissionsUntilASegmentIsWrittenAgain() throws IOException {
    byte[] content = random(2 * SEGMENT);
    LocalFileStore store = create("f", FileShape.payload(content.length, SEGMENT));
    write(store, 0, content);
    write(store, 1, content);
    Path file = directory.resolve("f");
    store.finish();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    store.close(); // for another file that is to be open in its place
    store.read(0);
    Path named = directory.resolve("g");
    store.moveTo(named);
    store.close();
    store.read(1);
    assertThat(permissions(named)).isEqualTo("r--r-----");

    store.discard(1);
    store.close();
    write(store, 1, content);

    assertThat(permissions(named)).isEqualTo("rw-r-----");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void offsetsBeyondTwoGibibytesAreRight() throws IOException {
    long length = (1L << 32) + 5;
    LocalFileStore store = create("sparse", FileShape.payload(length, 1 << 20));
    int last = store.shape().segmentCount() - 1;
    ByteBuffer five = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5});
    store.write(last, Digest.of(five), five.duplicate());
    assertThat(store.read(last)).isEqualTo(five);
    assertThat(Files.size(directory.resolve("sparse"))).isEqualTo(length);
  }

  @Test
  void segmentThatIsNotHeldCannotBeRead() {
    LocalFileStore store = create("f", FileShape.payload(10, SEGMENT));
    assertThatThrownBy(() -> store.read(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("segment 0 is not held");
    assertThatThrownBy(() -> output(store))
        .isInstanceOf(DamagedSegmentsException.class)
        .hasMessageContaining("segments 1 have gone bad");
  }

  @Test
  void discardedSegmentIsNotHeldUntilWrittenAgain() throws IOException {
    byte[] content = random(10);
    LocalFileStore store = create("f", FileShape.payload(10, SEGMENT));
    assertThat(write(store, 0, content)).isTrue();
    assertThat(write(store, 0, content)).isFalse();
    assertThat(store.discard(0)).isTrue();
    assertThat(store.discard(0)).isFalse();
    assertThat(store.held().isEmpty()).isTrue();
    assertThat(write(store, 0, content)).isTrue();
  }

  @Test
  void renamedFileGoesOnBeingServedEvenAfterItsDescriptorWasClosed() throws IOException {
    byte[] content = random(10);
    LocalFileStore store = create("part", FileShape.payload(10, SEGMENT));
    write(store, 0, content);
    store.moveTo(directory.resolve("target"));
    assertThat(store.read(0)).isEqualTo(ByteBuffer.wrap(content));
    store.close();
    assertThat(store.read(0)).isEqualTo(ByteBuffer.wrap(content));
    assertThat(directory.resolve("part")).doesNotExist();
  }

  @Test
  void emptyFileAppearsWhenItIsRenamed() throws IOException {
    LocalFileStore store = create("part", FileShape.payload(0, SEGMENT));
    store.finish();
    store.moveTo(directory.resolve("target"));
    assertThat(directory.resolve("target")).isEmptyFile();
  }

  @Test
  void deletedFileIsNotMistakenForANewOne() throws IOException {
    LocalFileStore store = create("f", FileShape.payload(10, SEGMENT));
    write(store, 0, random(10));
    store.close();
    Files.delete(directory.resolve("f"));
    assertThatThrownBy(() -> store.read(0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void manyFilesNeedFewDescriptors() throws IOException {
    LocalFileStore[] stores = new LocalFileStore[50];
    byte[] content = random(10);
    for (int i = 0; i < stores.length; i++) {
      stores[i] = create("f" + i, FileShape.payload(10, SEGMENT));
      write(stores[i], 0, content);
    }
    for (LocalFileStore store : stores) {
      assertThat(store.read(0)).isEqualTo(ByteBuffer.wrap(content));
    }
    assertThat(openFiles.size()).isEqualTo(4);
  }

  private LocalFileStore create(String name, FileShape shape) {
    return LocalFileStore.create(directory.resolve(name), shape, openFiles, SegmentLog.NONE);
  }

  private static boolean write(LocalFileStore store, int segment, byte[] content)
      throws IOException {
    ByteBuffer data =
        ByteBuffer.wrap(
            content,
            (int) store.shape().outputOffset(segment),
            store.shape().segmentLength(segment));
    return store.write(segment, Digest.of(data), data);
  }

  private static byte[] output(SegmentStore store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.writeOutput(out);
    return out.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
