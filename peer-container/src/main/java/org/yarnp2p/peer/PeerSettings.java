package org.yarnp2p.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.download.ExchangeRules;
import org.yarnp2p.peer.stream.StreamSettings;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.upload.UploadRules;
import org.yarnp2p.storage.StoragePatience;

/**
 * A peer's bounds, from the configuration and the heap. Times in ms.
 *
 * @param handlers threads of the IPC server
 * @param callTimeoutMillis for one call
 * @param containersTimeoutMillis how long the tracker may take to appear
 * @param trackerTimeoutMillis how long it may be away
 * @param backoff between two attempts
 * @param eventQueue events that may wait
 * @param openFiles segment files kept open
 * @param originReaders segments read from origins at the same time
 * @param outputWriters outputs written at the same time
 * @param outputPatience with the storage that they are written to
 * @param outputVerify whether what was stored at its destination is hashed again
 * @param uploads bounds of the uploads
 * @param exchange bounds of the exchange
 * @param streams bounds of stream connections; null when all segments travel over Hadoop IPC
 * @param takeoverMillis how long to wait for an earlier life on this host to end, and for a younger
 *     distribution to give way
 * @param workDirectories to choose from
 * @param workOutlivesPeer whether somebody else empties these when the job has ended
 * @param targetRoots where targets on this host may lie
 */
record PeerSettings(
    int handlers,
    long callTimeoutMillis,
    long containersTimeoutMillis,
    long trackerTimeoutMillis,
    Backoff backoff,
    int eventQueue,
    int openFiles,
    int originReaders,
    int outputWriters,
    StoragePatience outputPatience,
    boolean outputVerify,
    UploadRules uploads,
    ExchangeRules exchange,
    StreamSettings streams,
    long takeoverMillis,
    List<Path> workDirectories,
    boolean workOutlivesPeer,
    TargetRoots targetRoots) {
  /**
   * Sources in use for each download slot: one whose last bytes travel, or that is slow, and the
   * next.
   */
  private static final int ENDS = 2;

  /** Segments that a request names for the source to choose from. */
  private static final int CANDIDATES = 32;

  /**
   * Reads the configuration.
   *
   * @param heapBytes the largest size of this process's heap
   * @param localDirs YARN's directories for the container, separated by commas, or null
   * @param workingDirectory used when there are no others
   */
  static PeerSettings from(
      Configuration conf, JobPlan plan, long heapBytes, String localDirs, Path workingDirectory) {
    Backoff backoff =
        new Backoff(
            P2pConf.millis(conf, P2pKeys.RETRY_LEAST), P2pConf.millis(conf, P2pKeys.RETRY_MOST));
    int requestsPerSource = P2pConf.integer(conf, P2pKeys.REQUESTS_PER_SOURCE);
    int originReaders = P2pConf.integer(conf, P2pKeys.ORIGIN_READERS);
    int sending = P2pConf.integer(conf, P2pKeys.SENDING);
    int downloadSlots = P2pConf.integer(conf, P2pKeys.DOWNLOAD_SLOTS);
    int eagerLimit = (int) P2pConf.bytes(conf, P2pKeys.EAGER_LIMIT);
    int eagerBundle = (int) P2pConf.bytes(conf, P2pKeys.EAGER_BUNDLE);
    int largest = plan.files().stream().mapToInt(PlannedFile::segmentSize).max().orElse(0);
    MemoryShare memory = new MemoryShare(heapBytes, largest);
    boolean overIpc = overIpc(conf);
    long bytesInFlight =
        overIpc
            ? memory.downloadBytes()
            : memory.downloadBytes() + (long) largest * ENDS * downloadSlots * requestsPerSource;
    return new PeerSettings(
        P2pConf.integer(conf, P2pKeys.PEER_HANDLERS),
        P2pConf.millis(conf, P2pKeys.IPC_CALL_TIMEOUT),
        P2pConf.millis(conf, P2pKeys.CONTAINERS_TIMEOUT),
        P2pConf.millis(conf, P2pKeys.TRACKER_TIMEOUT),
        backoff,
        P2pConf.integer(conf, P2pKeys.EVENT_QUEUE),
        P2pConf.integer(conf, P2pKeys.OPEN_FILES),
        originReaders,
        P2pConf.integer(conf, P2pKeys.OUTPUT_WRITERS),
        StoragePatience.from(conf, P2pKeys.OUTPUT_TIMEOUT),
        P2pConf.flag(conf, P2pKeys.OUTPUT_VERIFY),
        new UploadRules(
            sending,
            P2pConf.integer(conf, P2pKeys.UPLOAD_SLOTS),
            P2pConf.millis(conf, P2pKeys.SLOT_WAIT),
            P2pConf.millis(conf, P2pKeys.SLOT_TURN),
            P2pConf.millis(conf, P2pKeys.SLOT_IDLE),
            requestsPerSource,
            eagerLimit,
            eagerBundle,
            memory.uploadBytes(),
            P2pConf.millis(conf, P2pKeys.FETCH_TIMEOUT),
            P2pConf.bytes(conf, P2pKeys.RATE_UP)),
        new ExchangeRules(
            new SwarmSettings(
                Math.min(sending, downloadSlots),
                downloadSlots,
                requestsPerSource,
                eagerLimit,
                eagerBundle,
                CANDIDATES,
                bytesInFlight,
                originReaders),
            backoff,
            P2pConf.millis(conf, P2pKeys.HAVE_INTERVAL),
            P2pConf.millis(conf, P2pKeys.HAVE_CALL_INTERVAL),
            memory.gatherBytes(),
            P2pConf.millis(conf, P2pKeys.REPORT_INTERVAL),
            P2pConf.millis(conf, P2pKeys.ORIGIN_TIMEOUT),
            P2pConf.bytes(conf, P2pKeys.RATE_DOWN)),
        overIpc ? null : streams(conf),
        P2pConf.millis(conf, P2pKeys.TAKEOVER_TIMEOUT),
        workDirectories(P2pConf.text(conf, P2pKeys.WORK_DIRS), localDirs, workingDirectory),
        P2pConf.text(conf, P2pKeys.WORK_DIRS).isEmpty() && localDirs != null,
        TargetRoots.of(conf));
  }

  /** Whether all segments travel over Hadoop IPC, so that its encryption covers them. */
  private static boolean overIpc(Configuration conf) {
    return switch (P2pConf.word(conf, P2pKeys.TRANSPORT)) {
      case "ipc" -> true;
      case "rendezvous" -> false;
      default ->
          conf.getTrimmedStringCollection(CommonConfigurationKeysPublic.HADOOP_RPC_PROTECTION)
              .contains("privacy");
    };
  }

  private static StreamSettings streams(Configuration conf) {
    return new StreamSettings(
        P2pConf.integer(conf, P2pKeys.STREAM_CONNECTIONS),
        P2pConf.integer(conf, P2pKeys.SENDING),
        (int) P2pConf.bytes(conf, P2pKeys.SEND_BUFFER),
        (int) Math.min(P2pConf.millis(conf, P2pKeys.IPC_CONNECT_TIMEOUT), Integer.MAX_VALUE),
        P2pConf.millis(conf, P2pKeys.IPC_CALL_TIMEOUT),
        P2pConf.millis(conf, P2pKeys.FETCH_TIMEOUT),
        P2pConf.millis(conf, P2pKeys.IPC_IDLE_TIMEOUT));
  }

  private static List<Path> workDirectories(
      String configured, String localDirs, Path workingDirectory) {
    String list = configured.isEmpty() && localDirs != null ? localDirs : configured;
    List<Path> directories =
        Stream.of(list.split(","))
            .map(String::trim)
            .filter(s -> !s.isEmpty())
            .map(Path::of)
            .toList();
    return directories.isEmpty() ? List.of(workingDirectory) : directories;
  }
}
