package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;

class OriginReaderTest {
  private static final FileShape SHAPE = FileShape.payload(10, 4);

  @TempDir Path directory;
  private Path file;
  private PlannedFile planned;
  private OriginReader reader;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(directory.resolve("f"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    Origin origin =
        new Origin(
            FarFileSystem.uri(file).toString(), 10, Files.getLastModifiedTime(file).toMillis());
    planned = new PlannedFile(0, "f", FileKind.PAYLOAD, 4, origin);
    Storage storage =
        new Storage(
            UserGroupInformation.getCurrentUser(), FarFileSystem.addTo(new Configuration(false)));
    reader = new OriginReader(storage, 2);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void segmentsAreReadAtTheirPlaces() throws IOException {
    assertThat(reader.read(planned, SHAPE, 2)).isEqualTo(ByteBuffer.wrap(new byte[] {8, 9}));
    assertThat(reader.read(planned, SHAPE, 0)).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2, 3}));
  }

  @Test
  void otherModificationTimeMeansAnotherFile() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    assertChanged();
  }

  @Test
  void otherLengthMeansAnotherFile() throws IOException {
    Files.write(file, new byte[3]);
    assertChanged();
  }

  @Test
  void fileThatIsGoneFromStorageHasChanged() throws IOException {
    Files.delete(file);
    assertChanged();
  }

  @Test
  void fileThatOnlyThisHostMayLackIsAnOrdinaryFailure() throws IOException {
    Files.delete(file);
    Origin origin = new Origin(file.toUri().toString(), 10, 7);
    planned = new PlannedFile(0, "f", FileKind.PAYLOAD, 4, origin);
    assertThatThrownBy(() -> reader.read(planned, SHAPE, 2))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SourceChangedException.class);
  }

  private void assertChanged() {
    assertThatThrownBy(() -> reader.read(planned, SHAPE, 2))
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContainingAll("file f", file.toString(), "changed");
  }
}
