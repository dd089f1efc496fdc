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
  private static final Origin ORIGIN = new Origin("hdfs:///a", 8, 5);
  private static final Digest ZEROS = Digest.of(ByteBuffer.allocate(4));

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

  @Test
  void copyThatHasComeOrBeenFoundSinceTheLastStartOfTheHostMayNotBeOnItsDiskYet()
      throws IOException {
    LocalFileStore came = store();
    write(came, 0);
    write(came, 1);
    came.moveTo(target.resolve("a"));
    assertThat(bootAfterArrival(came, KeptManifest.none())).isEqualTo("boot");
    assertThat(bootAfterArrival(found(), with(5, "boot"))).isEqualTo("boot");
    assertThat(bootAfterArrival(found(), with(KeptManifest.NO_TIME, ""))).isEqualTo("boot");
  }

  @Test
  void copyThatIsFoundAfterAStartOfTheHostIsOnItsDisk() throws IOException {
    Files.write(target.resolve("a"), new byte[8]);
    assertThat(bootAfterArrival(found(), with(5, "the one before"))).isEmpty();
    assertThat(bootAfterArrival(found(), with(5, ""))).isEmpty();
  }

  @Test
  void copyThatTurnsOutToBeBadIsNotBelievedAgain() throws IOException {
    LocalFileStore store = found();
    TargetRecord record = record(store, with(5, ""));
    record.write();
    assertThat(KeptManifest.read(target)).isEqualTo(with(5, ""));
    store.discard(1);
    record.write();
    assertThat(KeptManifest.read(target)).isEqualTo(with(KeptManifest.NO_TIME, ""));
  }

  private String bootAfterArrival(LocalFileStore store, KeptManifest before) throws IOException {
    TargetRecord record = record(store, before);
    record.arrived(0);
    return record.files().get(0).boot();
  }

  /** A whole copy from before. */
  private LocalFileStore found() {
    LocalFileStore store = LocalFileStore.existing(target.resolve("a"), SHAPE, openFiles);
    store.vouch(0, ZEROS);
    store.vouch(1, ZEROS);
    return store;
  }

  private static KeptManifest with(long time, String boot) {
    List<String> digests = List.of(ZEROS.toString(), ZEROS.toString());
    return new KeptManifest(
        KeptManifest.VERSION,
        List.of(new KeptManifest.KeptFile("a", ORIGIN, time, 4, digests, boot)),
        List.of(),
        List.of());
  }

  private LocalFileStore store() {
    return LocalFileStore.create(target.resolve("part"), SHAPE, openFiles, SegmentLog.NONE);
  }

  private TargetRecord record(LocalFileStore store) {
    return record(store, KeptManifest.none());
  }

  private TargetRecord record(LocalFileStore store, KeptManifest before) {
    PlannedFile plan = new PlannedFile(0, "a", FileKind.PAYLOAD, 4, ORIGIN);
    TargetRecord record =
        new TargetRecord(
            target,
            KeptManifest.none(),
            before,
            Map.of(0, new Destination.Local(target.resolve("part"), target.resolve("a"), null)),
            "boot");
    record.follow(List.of(new SharedFile(plan, SHAPE, store, true, false, new Manifest(Map.of()))));
    return record;
  }

  private static void write(LocalFileStore store, int segment) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(new byte[4]);
    store.write(segment, Digest.of(data.duplicate()), data);
  }
}
