package org.yarnp2p.appmaster.web;

import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;

/**
 * One file of the job.
 *
 * @param id by which other calls name it
 * @param name as in the input
 * @param kind how it is cut
 * @param segmentSize bytes; 0 for an inline file
 * @param origin where any peer may read it from; null for none
 * @param bytes of all segments; null when not known yet
 * @param segments how many; null when not known yet
 * @param firstHolderCopies how often those who held it from their input sent it; null until the end
 * @param originCopies how often it was read from its origin; null until the end
 */
record FileRow(
    int id,
    String name,
    FileKind kind,
    int segmentSize,
    String origin,
    Long bytes,
    Integer segments,
    Double firstHolderCopies,
    Double originCopies) {

  static FileRow of(PlannedFile plan, FileReport report) {
    return new FileRow(
        plan.id(),
        plan.name(),
        plan.kind(),
        plan.segmentSize(),
        plan.origin() == null ? null : plan.origin().uri(),
        report.bytes(),
        report.segments(),
        report.firstHolderCopies(),
        report.originCopies());
  }
}
