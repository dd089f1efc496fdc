package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;

/** Hadoop says of this host's own files that they are on localhost. */
@Timeout(60)
class OriginPlacesTest {
  private static final long SECONDS = 50;
  private static final TimeLimit LONG = new TimeLimit(20_000, "20s", "p2p.test");
  private static final Racks ONE_RACK = new Racks(null, Map.of(), LONG);

  @TempDir private Path directory;

  private final BlockingQueue<Placed> placed = new LinkedBlockingQueue<>();

  private record Placed(int file, Replicas replicas) {}

  private PlannedFile file(int id, int length) throws IOException {
    Path path = Files.write(directory.resolve("f" + id), new byte[length]);
    return planned(id, path, length);
  }

  private static PlannedFile planned(int id, Path path, int length) {
    return new PlannedFile(
        id, "f" + id, FileKind.PAYLOAD, 10, new Origin(path.toUri().toString(), length, 0));
  }

  /** Local files of which Hadoop does not know that they are. */
  public static final class Volume extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("volume:///");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path directory) throws IOException {
      return Arrays.stream(super.listStatus(directory))
          .map(of -> new FileStatus(of.getLen(), of.isDirectory(), 1, 10, 0, of.getPath()))
          .toArray(FileStatus[]::new);
    }
  }

  private PlannedFile ofVolume(PlannedFile file) {
    String uri = file.origin().uri().replaceFirst("^file:", "volume:");
    return new PlannedFile(
        file.id(),
        file.name(),
        file.kind(),
        file.segmentSize(),
        new Origin(uri, file.origin().length(), 0));
  }

  private OriginPlaces ask(PlannedFile... files) throws IOException {
    OriginPlaces places = new OriginPlaces(List.of(files), List.of(), ONE_RACK);
    ask(places);
    return places;
  }

  private void ask(OriginPlaces places) throws IOException {
    Configuration conf = new Configuration();
    conf.setClass("fs.volume.impl", Volume.class, FileSystem.class);
    places.ask(
        UserGroupInformation.getCurrentUser(),
        conf,
        (file, replicas) -> placed.add(new Placed(file, replicas)));
  }

  private Placed next() throws InterruptedException {
    Placed next = placed.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void placesAreAskedForAndTheLargestFileComesFirst() throws Exception {
    try (OriginPlaces places = ask(file(0, 0), file(1, 15), file(2, 95), TestJob.payload(3, "f"))) {
      assertThat(places).isNotNull();
      Placed largest = next();
      assertThat(largest.file()).isEqualTo(2);
      assertThat(largest.replicas().nearest("localhost", bits(3, 9), Set.of("a")))
          .isEqualTo(bits(3, 9));
      assertThat(next().file()).isEqualTo(1);
    }
    assertThat(placed).isEmpty();
  }

  @Test
  void directoryOfManyFilesIsListed() throws Exception {
    PlannedFile[] files = new PlannedFile[20];
    for (int id = 0; id < files.length; id++) {
      files[id] = ofVolume(file(id, 15 + id));
    }
    Files.createDirectory(directory.resolve("sub"));
    file(99, 5); // none of the job's
    try (OriginPlaces places = ask(files)) {
      assertThat(places).isNotNull();
      Set<Integer> found = new TreeSet<>();
      for (int i = 0; i < files.length; i++) {
        Placed one = next();
        assertThat(one.replicas().isNear("localhost", bits(0))).isTrue();
        found.add(one.file());
      }
      assertThat(found).hasSize(files.length);
    }
    assertThat(placed).isEmpty();
  }

  @Test
  void fileThatIsGoneIsLeftToThoseWhoReadIt() throws Exception {
    PlannedFile gone = planned(1, directory.resolve("gone"), 50);
    try (OriginPlaces places = ask(file(0, 95), gone)) {
      assertThat(places).isNotNull();
      assertThat(next().file()).isZero();
    }
  }

  @Test
  void fileThatIsGoneFromAListedDirectoryHidesNoneOfTheOthers() throws Exception {
    PlannedFile[] files = new PlannedFile[10];
    for (int id = 0; id < files.length - 1; id++) {
      files[id] = ofVolume(file(id, 15));
    }
    files[9] =
        ofVolume(
            planned(9, directory.resolve("gone"), 95)); // the largest, so it is looked for first
    try (OriginPlaces places = ask(files)) {
      assertThat(places).isNotNull();
      for (int i = 0; i < files.length - 1; i++) {
        assertThat(next().file()).isLessThan(9);
      }
    }
  }

  @Test
  void planSaysItAtOnceAndTheTopologySaysTheRacksBehindIt() throws Exception {
    PlannedFile file = file(0, 95);
    PlannedFile other = file(1, 15);
    try (Racks racks = new Racks(new RacksTest.FirstLetter(), Map.of(), LONG);
        OriginPlaces places =
            new OriginPlaces(
                List.of(file, other), List.of(new StoredBlock(0, 0, 95, List.of("a1"))), racks)) {
      racks.locate("a2");

      places.placePlanned((id, replicas) -> placed.add(new Placed(id, replicas)));
      Placed first = next();
      assertThat(first.file()).isZero();
      assertThat(first.replicas().isNear("a1", bits(9))).isTrue();
      assertThat(first.replicas().isNear("a2", bits(9))).isFalse();
      assertThat(placed).isEmpty();

      ask(places);
      Placed again = next();
      assertThat(again.file()).isZero();
      assertThat(again.replicas().isNear("a2", bits(9))).isTrue();
      assertThat(again.replicas().isNear("b1", bits(9))).isFalse();

      racks.locate("l2");
      Placed asked = next();
      assertThat(asked.file()).isEqualTo(1);
      assertThat(asked.replicas().isNear("l2", bits(1))).isTrue();
    }
  }
}
