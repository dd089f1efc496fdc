package org.yarnp2p.peer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/** A local file that an earlier peer has begun. */
class ContinuedStoreTest {
  private static final FileShape SHAPE = FileShape.payload(10, 4);

  @TempDir Path directory;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(1);

  @AfterEach
  void close() {
    openFiles.close();
  }

  @Test
  void whatIsThereIsVouchedForAndTheRestWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "aaaaXXXXcc");
    LocalFileStore store = LocalFileStore.continued(file, SHAPE, openFiles, SegmentLog.NONE);
    ByteBuffer buffer = ByteBuffer.allocate(3);
    assertThat(store.compute(2, buffer, bytes -> {})).isEqualTo(digest("cc"));
    store.vouch(0, store.compute(0, buffer, bytes -> {}));
    store.vouch(2, digest("cc"));
    assertThat(store.held().stream()).containsExactly(0, 2);
    store.write(1, digest("bbbb"), ByteBuffer.wrap("bbbb".getBytes(UTF_8)));
    store.moveTo(directory.resolve("g"));
    assertThat(directory.resolve("g")).hasContent("aaaabbbbcc");
    assertThat(file).doesNotExist();
    assertThat(new String(store.read(1).array(), UTF_8)).isEqualTo("bbbb");
  }

  @Test
  void fileThatIsTooShortEndsTooEarly() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "aaaab");
    LocalFileStore store = LocalFileStore.existing(file, SHAPE, openFiles);
    ByteBuffer buffer = ByteBuffer.allocate(3);
    assertThat(store.compute(0, buffer, bytes -> {})).isEqualTo(digest("aaaa"));
    assertThatThrownBy(() -> store.compute(1, buffer, bytes -> {}))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void fileThatCannotBeHashedAgainIsNamed() throws IOException {
    Path unreadable = Files.createDirectory(directory.resolve("d")); // what a disk fails with
    Recheck recheck = new Recheck();
    recheck.add(
        LocalFileStore.existing(unreadable, SHAPE, openFiles),
        List.of(digest("aaaa"), digest("bbbb"), digest("cc")));
    assertThatThrownBy(() -> recheck.run(2))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(unreadable.toString(), "Is a directory", "remove the file");
  }

  private static Digest digest(String text) {
    return Digest.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
