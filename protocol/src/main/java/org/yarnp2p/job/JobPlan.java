package org.yarnp2p.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.yarnp2p.model.FileKind;

/**
 * What the client has decided about a job, and all its processes agree on. Stored as {@code
 * plan.json}. Immutable.
 *
 * @param version of this schema, {@link #VERSION}
 * @param jobId unique name of the job: YARN's application id, or one of the same shape for a job
 *     without a cluster
 * @param name for people
 * @param user who submitted it
 * @param peers N: the ranks of the peers are 1..N
 * @param files all files of the job, the id of each its index, in the order of {@link
 *     String#compareTo}
 * @param inputDirectory fully qualified
 * @param outputDirectory fully qualified
 * @param overwrite whether existing outputs may be replaced
 * @param distribution null unless the job is a distribution
 * @param payloads that the client has examined, and that must still be the same when they are held
 * @param racks of the nodes on which ranks may run, by the nodes' names, as the ResourceManager
 *     knows them; empty when it has not told, or when it is of no use
 */
public record JobPlan(
    int version,
    String jobId,
    String name,
    String user,
    int peers,
    List<PlannedFile> files,
    String inputDirectory,
    String outputDirectory,
    boolean overwrite,
    Distribution distribution,
    List<ExaminedPayload> payloads,
    Map<String, String> racks) {
  /** The version that this program writes and reads. */
  public static final int VERSION = 1;

  /**
   * @throws IllegalArgumentException when the version is another, there is no peer, or the files
   *     are not in the order of their ids and names
   */
  public JobPlan {
    checkVersion(version);
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(inputDirectory, "inputDirectory");
    Objects.requireNonNull(outputDirectory, "outputDirectory");
    if (peers < 1) {
      throw new IllegalArgumentException("a job has at least one peer, found " + peers);
    }
    files = List.copyOf(files);
    payloads = List.copyOf(payloads);
    racks = Collections.unmodifiableMap(new TreeMap<>(racks));
    if (distribution != null && distribution.nodes().size() != peers) {
      throw new IllegalArgumentException(
          peers + " peers for " + distribution.nodes().size() + " nodes");
    }
    for (int i = 0; i < files.size(); i++) {
      PlannedFile file = files.get(i);
      if (file.id() != i || (i > 0 && files.get(i - 1).name().compareTo(file.name()) >= 0)) {
        throw new IllegalArgumentException(
            "file " + file.name() + " with id " + file.id() + " is out of order at index " + i);
      }
    }
  }

  /** A plan without payloads, of a job whose racks are not known. */
  public JobPlan(
      int version,
      String jobId,
      String name,
      String user,
      int peers,
      List<PlannedFile> files,
      String inputDirectory,
      String outputDirectory,
      boolean overwrite,
      Distribution distribution) {
    this(
        version,
        jobId,
        name,
        user,
        peers,
        files,
        inputDirectory,
        outputDirectory,
        overwrite,
        distribution,
        List.of(),
        Map.of());
  }

  /** The same plan, with these racks in the place of its own. */
  public JobPlan inRacks(Map<String, String> known) {
    return new JobPlan(
        version,
        jobId,
        name,
        user,
        peers,
        files,
        inputDirectory,
        outputDirectory,
        overwrite,
        distribution,
        payloads,
        known);
  }

  /**
   * Reads JSON; the stream stays open.
   *
   * @throws IOException when the stream fails or does not hold a plan of this version
   */
  public static JobPlan read(InputStream in) throws IOException {
    return JobPlanReader.read(in);
  }

  /**
   * Checks the version of a plan.
   *
   * @throws IllegalArgumentException when it is another
   */
  static void checkVersion(int version) {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "job plan has version "
              + version
              + ", expected "
              + VERSION
              + "; use one p2p.jar for the client and the containers");
    }
  }

  /** Writes JSON and flushes; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    JobJson.write(this, out);
  }

  /**
   * The file with an id.
   *
   * @throws IndexOutOfBoundsException when there is no such file
   */
  public PlannedFile file(int id) {
    return files.get(id);
  }

  /** Bytes of all files together, of which each peer of a distribution wants all; else empty. */
  public OptionalLong distributedBytes() {
    return distribution == null
        ? OptionalLong.empty()
        : OptionalLong.of(files.stream().mapToLong(file -> file.origin().length()).sum());
  }

  /** What the client has found at a payload's URI; empty when it could not know. */
  public Optional<ExaminedPayload> examined(String uri) {
    return payloads.stream().filter(payload -> payload.uri().equals(uri)).findFirst();
  }

  /** The file with a name, if there is one. */
  public Optional<PlannedFile> named(String fileName) {
    PlannedFile key = new PlannedFile(0, fileName, FileKind.INLINE, 0, null);
    int at = Collections.binarySearch(files, key, Comparator.comparing(PlannedFile::name));
    return at >= 0 ? Optional.of(files.get(at)) : Optional.empty();
  }
}
