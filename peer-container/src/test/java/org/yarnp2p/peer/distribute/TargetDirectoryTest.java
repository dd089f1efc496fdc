package org.yarnp2p.peer.distribute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.Distribution.Attributes;
import org.yarnp2p.job.Distribution.Verify;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.distribute.KeptManifest.KeptPart;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.WorkDirectory;

/** Distributions one after the other that end before anything comes. */
class TargetDirectoryTest {
  private static final Rank RANK = Rank.peer(1);
  private static final Origin ORIGIN = new Origin("hdfs:///model", 10, 7);

  @TempDir Path directory;
  private Path target;
  private int job = 1;

  /** A distribution has been broken off that had got the first two segments. */
  @BeforeEach
  void part() throws Exception {
    target = Files.createDirectory(directory.resolve("target"));
    Files.writeString(target.resolve(".left.part"), "01234567\0\0");
    new KeptManifest(
            KeptManifest.VERSION,
            List.of(),
            List.of(
                new KeptPart(
                    "model", ".left.part", ORIGIN, 4, List.of(digest("0123"), digest("4567"), ""))),
            List.of())
        .write(target);
  }

  @Test
  void distributionThatEndsBeforeAnythingComesLeavesWhatItHasFound() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(foundByTheNext()).isEqualTo(8);
    }
  }

  @Test
  void partIsOnRecordByItsNameFromThenOnWhenItHasThat() throws Exception {
    try (WorkDirectory work = work();
        OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);
        TargetDirectory next = open(work)) {
      next.kept(openFiles, 1);
      // As a kill at this moment would leave it.
      assertThat(KeptManifest.read(target).parts())
          .singleElement()
          .satisfies(part -> assertThat(target.resolve(part.part())).exists());
    }
  }

  /** As a power failure leaves a file whose bytes had not got to the disk. */
  @Test
  void copyThatCameBeforeTheLastStartOfTheHostIsHashedOnce() throws Exception {
    for (String boot : List.of("the one before", boot(), "")) {
      Files.writeString(target.resolve("model"), "0123\0\0\0\089");
      Files.setLastModifiedTime(target.resolve("model"), FileTime.fromMillis(7));
      new KeptManifest(
              KeptManifest.VERSION,
              List.of(
                  new KeptFile(
                      "model",
                      ORIGIN,
                      7,
                      4,
                      List.of(digest("0123"), digest("4567"), digest("89")),
                      boot)),
              List.of(),
              List.of())
          .write(target);
      assertThat(foundByTheNext()).as(boot).isEqualTo(boot.startsWith("the") ? 6 : 10);
    }
  }

  private String boot() throws Exception {
    try (WorkDirectory work = work()) {
      return work.bootId();
    }
  }

  /** Bytes that another distribution finds, which ends when it has looked. */
  private long foundByTheNext() throws Exception {
    job++;
    try (WorkDirectory work = work();
        OpenFiles<FileChannel> openFiles = new OpenFiles<>(4);
        TargetDirectory next = open(work)) {
      return next.kept(openFiles, 1).stream().mapToLong(Held::bytes).sum();
    }
  }

  private WorkDirectory work() throws Exception {
    return WorkDirectory.open(List.of(directory.resolve("work")), "job_" + job, RANK, 0);
  }

  private TargetDirectory open(WorkDirectory work) throws Exception {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            "job_" + job,
            "test",
            "user",
            1,
            List.of(new PlannedFile(0, "model", FileKind.PAYLOAD, 4, ORIGIN)),
            "file:///in",
            "file:///out",
            false,
            new Distribution(
                target.toString(),
                List.of("here"),
                1,
                60_000,
                Verify.SIZE,
                true,
                false,
                0,
                List.of(),
                List.of(new Attributes(0440, 7))));
    return TargetDirectory.open(RANK, plan, TargetRoots.of(new Configuration(false)), work, 0);
  }

  private static String digest(String segment) {
    return Digest.of(ByteBuffer.wrap(segment.getBytes(UTF_8))).toString();
  }
}
