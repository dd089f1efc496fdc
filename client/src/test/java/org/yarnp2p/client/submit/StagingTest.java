package org.yarnp2p.client.submit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.JobPlan;

class StagingTest {
  private static final String ID = "application_1_0001";

  private static final Map<String, String> RACKS = Map.of("node1:4001", "/east");

  @TempDir private Path directory;

  private JobFixture job;
  private JobRequest request;
  private Staging staging;
  private Path jobDirectory;

  @BeforeEach
  void fixture() throws Exception {
    job = new JobFixture(directory);
    request = job.request();
    staging = Staging.of(job.conf(), ID);
    jobDirectory = job.staging().resolve(ID);
  }

  private void fill() throws IOException {
    staging.fill(Optional.of(directory.resolve("p2p.jar")), request, RACKS);
  }

  @Test
  void containersFindProgramConfigurationPlanAndInputs() throws IOException {
    fill();
    assertThat(jobDirectory.resolve("p2p.jar"))
        .hasSameBinaryContentAs(directory.resolve("p2p.jar"));
    for (int rank = 1; rank <= 3; rank++) {
      String name = "in" + rank + ".txt";
      assertThat(jobDirectory.resolve("input").resolve(name))
          .hasSameBinaryContentAs(job.input().resolve(name));
    }
    try (InputStream in = Files.newInputStream(jobDirectory.resolve("plan.json"))) {
      assertThat(JobPlan.read(in)).isEqualTo(request.plan(job.conf(), ID).inRacks(RACKS));
    }
    Configuration frozen = new Configuration(false);
    frozen.addResource(jobDirectory.resolve("job.xml").toUri().toURL());
    assertThat(frozen.get("p2p.staging.dir")).isEqualTo(job.staging().toString());
    assertThat(frozen.get("p2p.peer.memory.mb")).isNotNull();
  }

  @Test
  void topologyOfANodeIsNotReplacedByDefaults() throws IOException {
    job.conf().set("net.topology.table.file.name", "/etc/racks");
    fill();
    Configuration frozen = new Configuration(false);
    frozen.addResource(jobDirectory.resolve("job.xml").toUri().toURL());
    assertThat(frozen.get("net.topology.table.file.name")).isEqualTo("/etc/racks");
    assertThat(job.conf().get("net.topology.node.switch.mapping.impl")).isNotNull();
    assertThat(frozen.get("net.topology.node.switch.mapping.impl")).isNull();
  }

  @Test
  void smallFilesNeedNotBeFetched() throws IOException {
    fill();
    Path container = Files.createDirectory(directory.resolve("container"));
    staging.enclosure().unpack(container);
    for (String name : List.of("job.xml", "plan.json")) {
      assertThat(container.resolve(name)).hasSameBinaryContentAs(jobDirectory.resolve(name));
    }
    for (String name : List.of("in1.txt", "in2.txt", "in3.txt")) {
      assertThat(container.resolve(name)).hasSameBinaryContentAs(job.input().resolve(name));
    }
  }

  @Test
  void aLargeFileIsStagedAlone() throws Exception {
    Path large = job.input().resolve("in3.txt");
    byte[] segment = new byte[(1 << 20) + 7];
    Arrays.fill(segment, (byte) 'x');
    Files.writeString(large, "1\na2 1\n" + new String(segment, US_ASCII) + "\n1\na2\n");
    request = job.request();
    fill();
    assertThat(jobDirectory.resolve("input/in3.txt")).hasSameBinaryContentAs(large);
    assertThat(staging.enclosure().has("in2.txt")).isTrue();
    assertThat(staging.enclosure().has("in3.txt")).isFalse();
  }

  @Test
  void inputThatIsGoneIsToldFromADirectoryThatCannotBeFilled() throws IOException {
    Files.delete(job.input().resolve("in2.txt"));
    assertThatExceptionOfType(UnreadableInputException.class)
        .isThrownBy(this::fill)
        .withMessageStartingWith("could not read file:" + job.input().resolve("in2.txt") + ": ");

    Files.delete(jobDirectory.resolve("plan.json"));
    Files.createDirectory(jobDirectory.resolve("plan.json"));
    assertThatIOException().isThrownBy(this::fill).isNotInstanceOf(UnreadableInputException.class);
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    fill();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jobDirectory)))
        .isEqualTo("rwx------");
  }

  @Test
  void removalIsCompleteAndMayBeRepeated() throws IOException {
    fill();
    staging.remove();
    staging.remove();
    assertThat(jobDirectory).doesNotExist();
  }

  @Test
  void nothingIsWrittenAfterTheRemoval() throws IOException {
    staging.remove();
    assertThatIOException().isThrownBy(this::fill);
    assertThat(jobDirectory).doesNotExist();
  }

  @Test
  void withoutAKeyItIsInTheHomeDirectory() throws IOException {
    job.conf().unset("p2p.staging.dir");
    assertThat(Staging.of(job.conf(), ID).directory().toUri().getPath())
        .isEqualTo(System.getProperty("user.home") + "/.p2p/" + ID);
  }
}
