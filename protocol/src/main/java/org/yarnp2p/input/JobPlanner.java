package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.FileTable.Entry;
import org.yarnp2p.input.OwnedFile.Payload;
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
   * @throws IllegalArgumentException when the input has problems
   */
  public JobPlan plan(
      CheckedInput input,
      String jobId,
      String name,
      String user,
      Path inputDirectory,
      Path outputDirectory,
      boolean overwrite) {
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
        overwrite);
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
    int segmentSize = sizes.of(new PayloadLengths(entry, stored).ofFile(), input.peers());
    Origin origin =
        entry
            .origin()
            .map(holder -> stored.get(((Payload) holder.owned()).uri()))
            .map(file -> new Origin(file.uri().toString(), file.length(), file.modificationTime()))
            .orElse(null);
    return new PlannedFile(id, entry.name(), kind, segmentSize, origin);
  }
}
