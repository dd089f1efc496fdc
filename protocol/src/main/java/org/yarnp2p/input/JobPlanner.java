package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.FileTable.Entry;
import org.yarnp2p.input.OwnedFile.Payload;
import org.yarnp2p.job.ExaminedPayload;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;

/** Makes the plan of a job from its checked input. */
public final class JobPlanner {
  private final SegmentSizes sizes;

  /**
   * @throws IllegalArgumentException when a configuration key has a value that makes no sense
   */
  public JobPlanner(Configuration conf) {
    sizes = new SegmentSizes(conf);
  }

  /**
   * Plans a job: gives ids to the files, in the order of their names, and chooses segment sizes.
   *
   * @param input without problems
   * @param inputDirectory fully qualified
   * @param outputDirectory fully qualified
   * @param local whether the ranks are processes of this host, which see the same {@code file:}
   *     paths
   * @throws IllegalArgumentException when the input has problems
   */
  public JobPlan plan(
      CheckedInput input,
      String jobId,
      String name,
      String user,
      Path inputDirectory,
      Path outputDirectory,
      boolean overwrite,
      boolean local) {
    if (!input.problems().isEmpty()) {
      throw new IllegalArgumentException(
          input.problems().size() + " problems in the input, first: " + input.problems().get(0));
    }
    return new JobPlan(
        JobPlan.VERSION,
        jobId,
        name,
        user,
        input.peers(),
        files(input),
        inputDirectory.toString(),
        outputDirectory.toString(),
        overwrite,
        null,
        payloads(input, local),
        Map.of());
  }

  /** In the order of their URIs; those of origins are noted with their files. */
  private static List<ExaminedPayload> payloads(CheckedInput input, boolean local) {
    return input.inputs().stream()
        .filter(file -> file.rank().value() > 0)
        .flatMap(file -> file.owned().stream())
        .flatMap(owned -> owned instanceof Payload payload ? Stream.of(payload.uri()) : Stream.of())
        .distinct()
        .filter(uri -> input.stored().containsKey(uri))
        .filter(uri -> local || !"file".equals(input.stored().get(uri).uri().getScheme()))
        .sorted()
        .map(uri -> examined(uri, input.stored().get(uri)))
        .toList();
  }

  private static ExaminedPayload examined(URI uri, StoredFile file) {
    return new ExaminedPayload(uri.toString(), file.length(), file.modificationTime());
  }

  private List<PlannedFile> files(CheckedInput input) {
    List<PlannedFile> files = new ArrayList<>();
    for (Entry entry : new FileTable(input.inputs()).entries()) {
      files.add(file(files.size(), entry, input));
    }
    return files;
  }

  private PlannedFile file(int id, Entry entry, CheckedInput input) {
    FileKind kind = entry.first().orElseThrow().kind();
    if (kind == FileKind.INLINE) {
      return new PlannedFile(id, entry.name(), kind, 0, null);
    }
    Map<URI, StoredFile> stored = input.stored();
    int segmentSize =
        sizes.of(entry.name(), new PayloadLengths(entry, stored).ofFile(), input.peers());
    Origin origin =
        entry
            .origin()
            .map(holder -> stored.get(((Payload) holder.owned()).uri()))
            .map(file -> new Origin(file.uri().toString(), file.length(), file.modificationTime()))
            .orElse(null);
    return new PlannedFile(id, entry.name(), kind, segmentSize, origin);
  }
}
