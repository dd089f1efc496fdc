package org.yarnp2p.peer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/** Several writers at one segment, in both kinds of store. */
@Timeout(60)
class SegmentWritersTest {
  private static final ByteBuffer RIGHT = bytes("abcdef");
  private static final Digest DIGEST = Digest.of(RIGHT);

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);

  enum Kind {
    LOCAL,
    INLINE
  }

  @AfterEach
  void close() {
    openFiles.close();
  }

  @ParameterizedTest
  @EnumSource
  void segmentThatComesInPartsIsHeldWhenItIsCommitted(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    SegmentWriter writer = store.begin(1).orElseThrow();
    writer.write(bytes("abc"));
    assertThat(store.held().isEmpty()).isTrue();
    writer.write(bytes("def"));
    assertThat(writer.commit(DIGEST)).isTrue();
    assertThat(store.read(1)).isEqualTo(RIGHT);
    assertThat(store.digest(1)).contains(DIGEST);
    assertThat(store.begin(1)).isEmpty();
    assertThat(store.gather(1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void thirdWriterIsRefused(Kind kind) {
    SegmentStore store = store(kind);
    SegmentWriter first = store.begin(1).orElseThrow();
    SegmentWriter second = store.gather(1).orElseThrow();
    assertThat(store.begin(1)).isEmpty();
    assertThat(store.gather(1)).isEmpty();
    assertThat(store.begin(0)).isPresent();
    first.close();
    second.close();
    assertThat(store.begin(1)).isPresent();
    assertThat(store.gather(1)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void badBytesThatComeLateDoNotOverwriteGoodOnes(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    SegmentWriter bad = store.begin(1).orElseThrow();
    SegmentWriter good = store.gather(1).orElseThrow();
    bad.write(bytes("xx"));
    good.write(bytes("abcdef"));
    assertThat(good.commit(DIGEST)).isTrue();
    bad.write(bytes("yyyy"));
    bad.close();
    assertThat(store.read(1)).isEqualTo(RIGHT);
  }

  @ParameterizedTest
  @EnumSource
  void slowerOfTwoGoodWritersIsNotTheOneThatBroughtTheSegment(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    SegmentWriter one = store.begin(1).orElseThrow();
    SegmentWriter two = store.gather(1).orElseThrow();
    two.write(bytes("abcdef"));
    one.write(bytes("abcdef"));
    assertThat(one.commit(DIGEST)).isTrue();
    assertThat(two.commit(DIGEST)).isFalse();
    assertThat(store.read(1)).isEqualTo(RIGHT);
  }

  @ParameterizedTest
  @EnumSource
  void wholeSegmentFromElsewhereEndsTheWritersWork(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    SegmentWriter writer = store.begin(1).orElseThrow();
    writer.write(bytes("xxx"));
    assertThat(store.write(1, DIGEST, RIGHT.duplicate())).isTrue();
    assertThat(store.write(1, DIGEST, bytes("ghijkl"))).isFalse();
    writer.write(bytes("xxx"));
    assertThat(writer.commit(Digest.of(bytes("xxxxxx")))).isFalse();
    assertThat(store.read(1)).isEqualTo(RIGHT);
    assertThat(store.digest(1)).contains(DIGEST);
  }

  @ParameterizedTest
  @EnumSource
  void writersOfASegmentThatIsDiscardedAreLate(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    SegmentWriter one = store.begin(1).orElseThrow();
    SegmentWriter two = store.gather(1).orElseThrow();
    one.write(bytes("abc"));
    two.write(bytes("abcdef"));
    store.discard(1);
    SegmentWriter anew = store.begin(1).orElseThrow();
    anew.write(bytes("abc"));
    one.write(bytes("xyz"));
    anew.write(bytes("def"));
    assertThat(one.commit(DIGEST)).isFalse();
    assertThat(two.commit(DIGEST)).isFalse();
    assertThat(store.held().isEmpty()).isTrue();
    assertThat(anew.commit(DIGEST)).isTrue();
    assertThat(store.read(1)).isEqualTo(RIGHT);
  }

  @ParameterizedTest
  @EnumSource
  void heldSegmentThatIsDiscardedMayBeWrittenAgain(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    store.write(1, DIGEST, RIGHT.duplicate());
    assertThat(store.discard(1)).isTrue();
    SegmentWriter writer = store.begin(1).orElseThrow();
    writer.write(bytes("ghijkl"));
    assertThat(writer.commit(Digest.of(bytes("ghijkl")))).isTrue();
    assertThat(store.read(1)).isEqualTo(bytes("ghijkl"));
  }

  @Test
  void moreOrFewerBytesThanTheSegmentHasAreAMistake() throws IOException {
    SegmentWriter writer = store(Kind.LOCAL).begin(1).orElseThrow();
    writer.write(bytes("abcde"));
    assertThatThrownBy(() -> writer.write(bytes("fg")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.commit(DIGEST)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void emptyLineIsHeldWithoutBytes() throws IOException {
    InlineStore store = new InlineStore(FileShape.inline(new int[] {0}));
    SegmentWriter writer = store.begin(0).orElseThrow();
    assertThat(writer.commit(Digest.of(bytes("")))).isTrue();
    assertThat(store.read(0).remaining()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void partsOfASegmentAreSent(Kind kind) throws IOException {
    SegmentStore store = store(kind);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> store.check(1)).hasMessageContaining("not held");
    store.write(1, DIGEST, RIGHT.duplicate());
    store.check(1);
    store.send(1, 2, 3, Channels.newChannel(out));
    assertThat(out).hasToString("cde");
  }

  @Test
  void fileThatWasCutShortIsFoundBeforeItIsSent() throws IOException {
    SegmentStore store = store(Kind.LOCAL);
    store.write(1, DIGEST, RIGHT.duplicate());
    Files.write(directory.resolve("file"), new byte[8]);
    assertThatThrownBy(() -> store.check(1)).hasMessageContaining("ends at 8");
    assertThatThrownBy(() -> store.send(1, 0, 6, Channels.newChannel(new ByteArrayOutputStream())))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void goodBytesWinWhateverTheOrder(Kind kind) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      SegmentStore store = store(kind);
      List<CompletableFuture<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean good = i % 2 == 0;
        int step = 1 + random.nextInt(6);
        writers.add(CompletableFuture.supplyAsync(() -> write(store, good, step)));
      }
      long brought = 0;
      for (CompletableFuture<Boolean> writer : writers) {
        brought += writer.get(20, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(brought).as("seed %d", seed).isLessThanOrEqualTo(1);
      if (brought == 1) {
        assertThat(store.read(1)).as("seed %d", seed).isEqualTo(RIGHT);
      } else {
        assertThat(store.held().isEmpty()).isTrue();
      }
      store.close();
      Files.deleteIfExists(directory.resolve("file"));
    }
  }

  /** As a receiver does: only right bytes are committed. */
  private static boolean write(SegmentStore store, boolean good, int step) {
    try {
      SegmentWriter writer = store.begin(1).or(() -> store.gather(1)).orElse(null);
      if (writer == null) {
        return false;
      }
      ByteBuffer all = good ? RIGHT.duplicate() : bytes("zzzzzz");
      while (all.hasRemaining()) {
        int count = Math.min(step, all.remaining());
        writer.write(all.slice(all.position(), count));
        all.position(all.position() + count);
      }
      boolean brought = good && writer.commit(DIGEST);
      writer.close();
      return brought;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private SegmentStore store(Kind kind) {
    return kind == Kind.INLINE
        ? new InlineStore(FileShape.inline(new int[] {6, 6}))
        : LocalFileStore.create(
            directory.resolve("file"), FileShape.payload(12, 6), openFiles, SegmentLog.NONE);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
