package org.yarnp2p.peer.distribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SharedFile;

class TargetRecordTest {
  private static final FileShape SHAPE = FileShape.payload(8, 4);

  @TempDir Path target;
  private final OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);

  @Test
  void fileIsAPartUntilItArrivesAndAFileFromThenOn() throws IOException {
    LocalFileStore store = store();
    TargetRecord record = record(store);
    write(store, 0);
    record.write();
    assertThat(KeptManifest.read(target).files()).isEmpty();
    assertThat(KeptManifest.read(target).parts()).hasSize(1);

    write(store, 1);
    store.moveTo(target.resolve("a"));
    record.arrived(0);
    record.write();

    assertThat(KeptManifest.read(target).files()).hasSize(1);
    assertThat(KeptManifest.read(target).parts()).isEmpty();
  }

  @Test
  void fileMayArriveTwiceAndHasItsLastTime() throws IOException {
    LocalFileStore store = store();
    TargetRecord record = record(store);
    write(store, 0);
    write(store, 1);
    store.moveTo(target.resolve("a"));
    record.arrived(0);
    store.discard(1);
    write(store, 1);
    Files.setLastModifiedTime(target.resolve("a"), FileTime.fromMillis(7000));

    record.arrived(0);

    assertThat(record.files())
        .extracting(KeptManifest.KeptFile::modificationTime)
        .containsExactly(7000L);
  }

  private LocalFileStore store() {
    return LocalFileStore.create(target.resolve("part"), SHAPE, openFiles, SegmentLog.NONE);
  }

  private TargetRecord record(LocalFileStore store) {
    PlannedFile plan = new PlannedFile(0, "a", FileKind.PAYLOAD, 4, new Origin("hdfs:///a", 8, 5));
    TargetRecord record =
        new TargetRecord(
            target,
            KeptManifest.none(),
            KeptManifest.none(),
            Map.of(0, new Destination.Local(target.resolve("part"), target.resolve("a"), null)));
    record.follow(List.of(new SharedFile(plan, SHAPE, store, true, false, new Manifest(Map.of()))));
    return record;
  }

  private static void write(LocalFileStore store, int segment) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(new byte[4]);
    store.write(segment, Digest.of(data.duplicate()), data);
  }
}
