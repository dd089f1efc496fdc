package org.yarnp2p.job;

import java.io.IOException;
import java.io.InputStream;
import org.yarnp2p.job.Distribution.Attributes;
import org.yarnp2p.job.Distribution.Directory;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.job.Distribution.Verify;
import org.yarnp2p.model.FileKind;

/** Makes a plan of the JSON that {@link JobJson} has written. */
final class JobPlanReader {
  private JobPlanReader() {}

  /**
   * Reads to the end of the plan; the stream stays open.
   *
   * @throws IOException when the stream fails or does not hold a plan of this version; what makes
   *     no sense is told with the name of the file
   */
  static JobPlan read(InputStream in) throws IOException {
    JsonObject json = JsonObject.read(in);
    try {
      return plan(json);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(JobFiles.PLAN + ": " + e.getMessage(), e);
    }
  }

  private static JobPlan plan(JsonObject json) throws IOException {
    int version = json.integer("version");
    JobPlan.checkVersion(version);
    return new JobPlan(
        version,
        json.text("jobId"),
        json.text("name"),
        json.text("user"),
        json.integer("peers"),
        json.objects("files", JobPlanReader::file),
        json.text("inputDirectory"),
        json.text("outputDirectory"),
        json.flag("overwrite"),
        json.objectOrNull("distribution", JobPlanReader::distribution),
        json.objects("payloads", JobPlanReader::payload),
        json.textByNameIfAny("racks"));
  }

  private static PlannedFile file(JsonObject json) throws IOException {
    return new PlannedFile(
        json.integer("id"),
        json.text("name"),
        FileKind.valueOf(json.text("kind")),
        json.integer("segmentSize"),
        json.objectOrNull("origin", JobPlanReader::origin));
  }

  private static Origin origin(JsonObject json) throws IOException {
    return new Origin(json.text("uri"), json.number("length"), json.number("modificationTime"));
  }

  private static ExaminedPayload payload(JsonObject json) throws IOException {
    return new ExaminedPayload(
        json.text("uri"), json.number("length"), json.number("modificationTime"));
  }

  private static Distribution distribution(JsonObject json) throws IOException {
    return new Distribution(
        json.text("target"),
        json.texts("nodes"),
        json.integer("minNodes"),
        json.number("nodeWaitMillis"),
        Verify.valueOf(json.text("verify")),
        json.flag("preserve"),
        json.flag("delete"),
        json.number("reserveBytes"),
        json.objects("directories", JobPlanReader::directory),
        json.objects("attributes", JobPlanReader::attributes),
        json.textsIfAny("absent"),
        json.objects("stored", JobPlanReader::block));
  }

  private static StoredBlock block(JsonObject json) throws IOException {
    return new StoredBlock(
        json.integer("file"), json.number("offset"), json.number("length"), json.texts("hosts"));
  }

  private static Directory directory(JsonObject json) throws IOException {
    return new Directory(json.text("path"), json.object("attributes", JobPlanReader::attributes));
  }

  private static Attributes attributes(JsonObject json) throws IOException {
    return new Attributes(json.integer("permission"), json.number("modificationTime"));
  }
}
