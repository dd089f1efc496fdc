package org.yarnp2p.peer.distribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.output.Destinations;
import org.yarnp2p.peer.store.Storage;

class LeftoversTest {
  private static final Rank RANK = Rank.peer(1);
  private static final PlannedFile FILE = new PlannedFile(0, "data", FileKind.PAYLOAD, 4, null);
  private static final TargetRoots ROOTS = TargetRoots.of(new Configuration(false));

  @TempDir Path target;

  /** No lock keeps a run from writing to a directory that a distribution fills. */
  @Test
  void partOfARunThatIsAtWorkInTheTargetStays() throws Exception {
    Path part = Files.writeString(partOfARun("application_7_0007"), "01");
    Path left = target.resolve(Destination.partName("application_7_0006", RANK, 0));
    Files.writeString(left, "01");
    Leftovers leftovers = new Leftovers(TargetTree.open(RANK, target.toString(), ROOTS));
    leftovers.deleteParts(List.of(target), Set.of("data"));
    assertThat(left).doesNotExist();
    assertThat(part).exists();
  }

  private Path partOfARun(String jobId) throws Exception {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            jobId,
            "test",
            "user",
            1,
            List.of(FILE),
            "file:///in",
            "file:///out",
            false,
            null);
    Storage storage = new Storage(UserGroupInformation.getCurrentUser(), new Configuration(false));
    WantedFile wanted = new WantedFile("data", 1, Optional.of(target.toUri()));
    Destination destination =
        new Destinations(new Member(RANK, 1), plan, storage, id -> false, ROOTS).of(wanted, FILE);
    return ((Destination.Local) destination).part();
  }
}
