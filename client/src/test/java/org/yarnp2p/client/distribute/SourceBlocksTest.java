package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;

/** A local file is one block of localhost's. */
class SourceBlocksTest {
  private static final int SEGMENT = 10;

  @TempDir private Path directory;

  private PlannedFile file(int id, int length) throws IOException {
    return planned(id, Files.write(directory.resolve("f" + id), new byte[length]), length);
  }

  private static PlannedFile planned(int id, Path path, int length) {
    return new PlannedFile(
        id, "f" + id, FileKind.PAYLOAD, SEGMENT, new Origin(path.toUri().toString(), length, 0));
  }

  private static List<StoredBlock> blocks(List<PlannedFile> files) {
    return SourceBlocks.of(new Configuration(), files);
  }

  @Test
  void largestFilesComeFirstAndThoseOfOneSegmentAreLeftOut() throws IOException {
    List<StoredBlock> found =
        blocks(List.of(file(0, 0), file(1, SEGMENT), file(2, SEGMENT + 1), file(3, 95)));

    assertThat(found)
        .containsExactly(
            new StoredBlock(3, 0, 95, List.of("localhost")),
            new StoredBlock(2, 0, SEGMENT + 1, List.of("localhost")));
  }

  @Test
  void onlySoManyFilesAreAskedFor() throws IOException {
    List<PlannedFile> files = new ArrayList<>();
    for (int id = 0; id < 120; id++) {
      files.add(file(id, 20 + id));
    }

    assertThat(blocks(files)).hasSize(100).extracting(StoredBlock::file).contains(119, 20);
  }

  @Test
  void whatCannotBeFoundOutIsLeftToTheTracker() throws IOException {
    PlannedFile gone = planned(1, directory.resolve("gone"), 50);

    assertThat(blocks(List.of(file(0, 95), gone, file(2, 20))))
        .extracting(StoredBlock::file)
        .containsExactly(0);
  }
}
