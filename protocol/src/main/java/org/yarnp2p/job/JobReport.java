package org.yarnp2p.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.protocol.RankPhase;

/**
 * How a job stands or has ended: the content of {@code report.json}, and what the ApplicationMaster
 * answers to a client that asks. Values that do not exist yet are null. Bytes are data bytes of
 * segments, without overhead. Immutable.
 *
 * @param version of this schema, {@link #VERSION}; fields may be added without a new one
 * @param jobId as in the plan
 * @param name for people
 * @param state running, or how it ended
 * @param diagnostics why the job failed or was killed, or what a person should know; may be empty
 * @param inputDirectory fully qualified
 * @param outputDirectory fully qualified
 * @param startedAt when the client submitted the job: ISO-8601, UTC
 * @param phases when each phase was reached
 * @param swarmMillis ms from the start gate to the last peer's finish, on the tracker's clock
 * @param peers N
 * @param ranksUp containers that have registered and not ended, of 1+N
 * @param wantedBytes of all peers' wanted files, as far as known
 * @param acquiredBytes of these, verified and stored
 * @param ranks one for each rank 0..N, in this order
 * @param files in the order of the plan
 * @param moreFiles those that are not among {@code files}; null when these are all
 * @param distribution null unless the job is a distribution
 * @param trouble bad sources and losses; null when there were none
 */
public record JobReport(
    int version,
    String jobId,
    String name,
    State state,
    String diagnostics,
    String inputDirectory,
    String outputDirectory,
    String startedAt,
    Phases phases,
    Long swarmMillis,
    int peers,
    int ranksUp,
    long wantedBytes,
    long acquiredBytes,
    List<RankReport> ranks,
    List<FileReport> files,
    MoreFiles moreFiles,
    DistributionReport distribution,
    TroubleReport trouble) {
  /** The version that this program writes. */
  public static final int VERSION = 1;

  /** More files than this are too much for a message each second, or for a page. */
  public static final int MOST_FILES = 1000;

  /**
   * Copies the lists; absent ones become empty.
   *
   * @throws NullPointerException without a state
   */
  public JobReport {
    Objects.requireNonNull(state, "a report says in which state the job is");
    ranks = ranks == null ? List.of() : List.copyOf(ranks);
    files = files == null ? List.of() : List.copyOf(files);
    phases = Objects.requireNonNullElse(phases, Phases.NONE);
    diagnostics = Objects.requireNonNullElse(diagnostics, "");
  }

  /** Of a job that is no distribution. */
  public JobReport(
      int version,
      String jobId,
      String name,
      State state,
      String diagnostics,
      String inputDirectory,
      String outputDirectory,
      String startedAt,
      Phases phases,
      Long swarmMillis,
      int peers,
      int ranksUp,
      long wantedBytes,
      long acquiredBytes,
      List<RankReport> ranks,
      List<FileReport> files) {
    this(
        version,
        jobId,
        name,
        state,
        diagnostics,
        inputDirectory,
        outputDirectory,
        startedAt,
        phases,
        swarmMillis,
        peers,
        ranksUp,
        wantedBytes,
        acquiredBytes,
        ranks,
        files,
        null,
        null,
        null);
  }

  /** How many files the job has, also where the report is {@link #brief}. */
  public int fileCount() {
    return files.size() + (moreFiles == null ? 0 : moreFiles.count());
  }

  /** Of all files together, as far as known, also where the report is {@link #brief}. */
  public long fileBytes() {
    return bytesOf(files) + (moreFiles == null ? 0 : moreFiles.bytes());
  }

  /** The same without all but the {@link #MOST_FILES} largest files. */
  public JobReport brief() {
    return files.size() <= MOST_FILES ? this : withFiles(largest(files));
  }

  private static List<FileReport> largest(List<FileReport> files) {
    Comparator<Integer> bySize =
        Comparator.comparingLong((Integer at) -> sizeOf(files.get(at)))
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> largest = new PriorityQueue<>(bySize);
    for (int at = 0; at < files.size(); at++) {
      largest.add(at);
      if (largest.size() > MOST_FILES) {
        largest.remove();
      }
    }
    return largest.stream().sorted().map(files::get).toList();
  }

  private static long bytesOf(List<FileReport> files) {
    return files.stream().mapToLong(JobReport::sizeOf).sum();
  }

  private static long sizeOf(FileReport file) {
    return file.bytes() == null ? 0 : file.bytes();
  }

  private JobReport withFiles(List<FileReport> some) {
    MoreFiles more = new MoreFiles(fileCount() - some.size(), fileBytes() - bytesOf(some));
    return new JobReport(
        version,
        jobId,
        name,
        state,
        diagnostics,
        inputDirectory,
        outputDirectory,
        startedAt,
        phases,
        swarmMillis,
        peers,
        ranksUp,
        wantedBytes,
        acquiredBytes,
        ranks,
        some,
        more,
        distribution,
        trouble);
  }

  /** Bytes that have come to the ranks in this job: not what was there before. */
  public long movedBytes() {
    return ranks.stream().mapToLong(RankReport::movedBytes).sum();
  }

  /**
   * Files that a report of very many does not name.
   *
   * @param count how many, from 1
   * @param bytes of all of them, as far as known
   */
  public record MoreFiles(int count, long bytes) {}

  /** Whether a job goes on or how it has ended. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    KILLED;

    /** Whether the job has ended. */
    public boolean isFinal() {
      return this != RUNNING;
    }
  }

  /**
   * When each phase was reached, in ms since the submission.
   *
   * @param submit when YARN had accepted the job, or the client had started it without a cluster
   * @param amUp when the ApplicationMaster's umbilical listened
   * @param containersUp when all containers had registered
   * @param gateOpen when all peers had joined and the start gate opened
   * @param swarmDone when every peer had everything it wanted
   * @param committed when the outputs were in place
   */
  public record Phases(
      Long submit, Long amUp, Long containersUp, Long gateOpen, Long swarmDone, Long committed) {
    /** No phase reached. */
    public static final Phases NONE = new Phases(null, null, null, null, null, null);
  }

  /**
   * One rank. What was moved and refused is that of all its containers, the rest that of its
   * latest.
   *
   * @param rank 0..N
   * @param incarnation 0 before the first container of the rank
   * @param host where it runs
   * @param containerId YARN's, or the process id without a cluster
   * @param phase where it stands
   * @param heldBytes held from its input
   * @param wantedBytes of its wanted files, as far as known
   * @param acquiredBytes of these, verified and stored
   * @param downBytes received from peers
   * @param upBytes sent to peers
   * @param originBytes read from origins
   * @param segmentsRefused received with bytes that did not match their digest
   * @param exchangeMillis ms from the start gate to the moment at which it began to exchange: about
   *     0, more of a container that came later; null before, and in reports of earlier versions
   * @param finishedMillis ms from the start gate to its last wanted file written; null before
   * @param state how far its container has come: PLANNED, REQUESTED, LAUNCHED, REGISTERED, DONE,
   *     FAILED (it has ended without being done, or was given up), ABSENT (it did not come up in
   *     time and was given up)
   * @param node where a distribution wants it to run; null in another job
   * @param reason why the job goes on without it; null when it does not
   * @param losses why each of its earlier containers was lost, the first one first
   * @param lostContainers the ids of these, of those that were launched; their logs are still there
   *     when no other container has come
   */
  public record RankReport(
      int rank,
      int incarnation,
      String host,
      String containerId,
      RankPhase phase,
      long heldBytes,
      long wantedBytes,
      long acquiredBytes,
      long downBytes,
      long upBytes,
      long originBytes,
      int segmentsRefused,
      Long exchangeMillis,
      Long finishedMillis,
      String state,
      String node,
      String reason,
      List<String> losses,
      List<String> lostContainers) {
    /** Copies the lists; absent ones become empty. */
    public RankReport {
      losses = losses == null ? List.of() : List.copyOf(losses);
      lostContainers = lostContainers == null ? List.of() : List.copyOf(lostContainers);
    }

    /** Bytes that have come to it, from peers and origins. */
    public long movedBytes() {
      return downBytes + originBytes;
    }

    /** Of a rank about whose container nothing more is known. */
    public RankReport(
        int rank,
        int incarnation,
        String host,
        String containerId,
        RankPhase phase,
        long heldBytes,
        long wantedBytes,
        long acquiredBytes,
        long downBytes,
        long upBytes,
        long originBytes,
        int segmentsRefused,
        Long finishedMillis) {
      this(
          rank,
          incarnation,
          host,
          containerId,
          phase,
          heldBytes,
          wantedBytes,
          acquiredBytes,
          downBytes,
          upBytes,
          originBytes,
          segmentsRefused,
          null,
          finishedMillis,
          null,
          null,
          null,
          List.of(),
          List.of());
    }
  }

  /**
   * One file.
   *
   * @param name as in the input
   * @param kind how the content is cut
   * @param bytes of all segments together
   * @param segments how many
   * @param firstHolderCopies bytes that the ranks which held the file from their input sent,
   *     divided by {@code bytes}; null also for an empty file
   * @param originCopies bytes read from the origin, divided by {@code bytes}; null also for an
   *     empty file
   */
  public record FileReport(
      String name,
      FileKind kind,
      Long bytes,
      Integer segments,
      Double firstHolderCopies,
      Double originCopies) {
    /**
     * As it is.
     *
     * @throws NullPointerException without a name
     */
    public FileReport {
      Objects.requireNonNull(name, "a file has a name");
    }

    /**
     * The report of a file whose shape is known.
     *
     * @param firstHolderBytes sent by the ranks that held it from their input
     * @param originBytes read from its origin
     */
    public static FileReport of(
        String name,
        FileKind kind,
        long bytes,
        int segments,
        long firstHolderBytes,
        long originBytes) {
      return new FileReport(
          name, kind, bytes, segments, copies(firstHolderBytes, bytes), copies(originBytes, bytes));
    }

    private static Double copies(long moved, long bytes) {
      return bytes == 0 ? null : (double) moved / bytes;
    }
  }

  /** Pretty JSON. */
  public String toJson() {
    return JobJson.write(this);
  }

  /**
   * Reads JSON; unknown fields are passed over.
   *
   * @throws IOException when it is not a report
   */
  public static JobReport parse(String json) throws IOException {
    return JobJson.read(json, JobReport.class);
  }

  /**
   * Reads JSON; unknown fields are passed over, the stream stays open.
   *
   * @throws IOException when the stream fails or does not hold a report
   */
  public static JobReport read(InputStream in) throws IOException {
    return JobJson.read(in, JobReport.class);
  }

  /** Writes pretty JSON and flushes; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    JobJson.write(this, out);
  }
}
