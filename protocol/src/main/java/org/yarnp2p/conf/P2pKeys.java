package org.yarnp2p.conf;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of the configuration keys. Defaults, units and meaning of each stand in {@code
 * p2p-default.xml}.
 */
public final class P2pKeys {
  public static final String QUEUE = "p2p.queue";
  public static final String PARTIAL = "p2p.job.partial";
  public static final String JOB_JAR = "p2p.job.jar";
  public static final String PROGRAMS = "p2p.job.programs";
  public static final String PROGRAM = "p2p.job.program";
  public static final String STAGING_DIR = "p2p.staging.dir";
  public static final String AM_MEMORY_MB = "p2p.am.memory.mb";
  public static final String AM_HEAP_MB = "p2p.am.heap.mb";
  public static final String AM_VCORES = "p2p.am.vcores";
  public static final String AM_MAX_ATTEMPTS = "p2p.am.max-attempts";
  public static final String AM_ATTEMPTS_VALIDITY = "p2p.am.attempts.validity";
  public static final String ABSENCE_TIMEOUT = "p2p.am.absence.timeout";
  public static final String AM_HANDLERS = "p2p.am.handlers";
  public static final String WEB = "p2p.am.web.enabled";
  public static final String VIEW_ACL = "p2p.acl.view";
  public static final String METRICS = "p2p.metrics.enabled";
  public static final String TRACKER_MEMORY_MB = "p2p.tracker.memory.mb";
  public static final String TRACKER_HEAP_MB = "p2p.tracker.heap.mb";
  public static final String TRACKER_VCORES = "p2p.tracker.vcores";
  public static final String TRACKER_HANDLERS = "p2p.tracker.handlers";
  public static final String PEER_MEMORY_MB = "p2p.peer.memory.mb";
  public static final String PEER_HEAP_MB = "p2p.peer.heap.mb";
  public static final String PEER_VCORES = "p2p.peer.vcores";
  public static final String CONTAINER_JAVA_OPTS = "p2p.container.java.opts";
  public static final String CLASS_ARCHIVE = "p2p.container.class.archive";
  public static final String CLASS_LIST = "p2p.container.class.list";
  public static final String CONTAINERS_TIMEOUT = "p2p.am.containers.timeout";
  public static final String HEARTBEAT_INTERVAL = "p2p.am.heartbeat.interval";
  public static final String HEARTBEAT_TIMEOUT = "p2p.am.heartbeat.timeout";
  public static final String LONG_POLL_TIMEOUT = "p2p.ipc.long-poll.timeout";
  public static final String EXIT_TIMEOUT = "p2p.am.exit.timeout";
  public static final String STOP_TIMEOUT = "p2p.am.stop.timeout";
  public static final String FAILURE_GRACE = "p2p.am.failure.grace";
  public static final String RANK_MAX_FAILURES = "p2p.rank.max-failures";
  public static final String RANK_FAILURES_VALIDITY = "p2p.rank.failures.validity";
  public static final String NODE_MAX_FAILURES = "p2p.node.max-failures";
  public static final String NODE_EXCLUSION = "p2p.node.exclusion.time";
  public static final String NODE_EXCLUSION_PERCENT = "p2p.node.exclusion.percent";
  public static final String COMMIT_TIMEOUT = "p2p.am.commit.timeout";
  public static final String COMMIT_WINDOW = "p2p.am.commit.window";
  public static final String RM_HEARTBEAT_INTERVAL = "p2p.am.rm.heartbeat.interval";
  public static final String RM_HEARTBEAT_FAST = "p2p.am.rm.heartbeat.fast-interval";
  public static final String GATE_TIMEOUT = "p2p.tracker.gate.timeout";
  public static final String RETURN_TIMEOUT = "p2p.tracker.return.timeout";
  public static final String MEETING_TIMEOUT = "p2p.tracker.meeting.timeout";
  public static final String TOPOLOGY_TIMEOUT = "p2p.tracker.topology.timeout";
  public static final String STALL_TIMEOUT = "p2p.tracker.stall.timeout";
  public static final String DRAIN_TIMEOUT = "p2p.tracker.drain.timeout";
  public static final String NEIGHBOURS = "p2p.tracker.neighbours";
  public static final String FULL_MESH = "p2p.tracker.full-mesh";
  public static final String LOCALITY_DELAY = "p2p.tracker.locality-delay";
  public static final String IPC_CONNECT_TIMEOUT = "p2p.ipc.connect.timeout";
  public static final String IPC_CONNECT_RETRIES = "p2p.ipc.connect.retries";
  public static final String IPC_CALL_TIMEOUT = "p2p.ipc.call.timeout";
  public static final String IPC_IDLE_TIMEOUT = "p2p.ipc.idle.timeout";
  public static final String IPC_MESSAGE_MAX = "p2p.ipc.message.max-bytes";
  public static final String RETRY_LEAST = "p2p.ipc.retry.least";
  public static final String RETRY_MOST = "p2p.ipc.retry.most";
  public static final String FETCH_TIMEOUT = "p2p.peer.fetch.timeout";
  public static final String PEER_HANDLERS = "p2p.peer.handlers";
  public static final String SLOT_WAIT = "p2p.peer.slot.wait";
  public static final String SLOT_TURN = "p2p.peer.slot.turn";
  public static final String SLOT_IDLE = "p2p.peer.slot.idle";
  public static final String HAVE_INTERVAL = "p2p.peer.have.interval";
  public static final String HAVE_CALL_INTERVAL = "p2p.peer.have.call-interval";
  public static final String UPLOAD_SLOTS = "p2p.peer.slots.upload";
  public static final String SENDING = "p2p.peer.slots.sending";
  public static final String DOWNLOAD_SLOTS = "p2p.peer.slots.download";
  public static final String REQUESTS_PER_SOURCE = "p2p.peer.requests-per-source";
  public static final String ORIGIN_READERS = "p2p.peer.origin.readers";
  public static final String ORIGIN_TIMEOUT = "p2p.peer.origin.timeout";
  public static final String OUTPUT_WRITERS = "p2p.peer.output.writers";
  public static final String OUTPUT_TIMEOUT = "p2p.peer.output.timeout";
  public static final String OUTPUT_VERIFY = "p2p.peer.output.verify";
  public static final String OPEN_FILES = "p2p.peer.open-files";
  public static final String EVENT_QUEUE = "p2p.peer.event-queue";
  public static final String TRACKER_TIMEOUT = "p2p.peer.tracker.timeout";
  public static final String REPORT_INTERVAL = "p2p.peer.report.interval";
  public static final String TAKEOVER_TIMEOUT = "p2p.peer.takeover.timeout";
  public static final String WORK_DIRS = "p2p.peer.work.dirs";
  public static final String RATE_UP = "p2p.peer.rate.up";
  public static final String RATE_DOWN = "p2p.peer.rate.down";
  public static final String TARGET_ROOTS = "p2p.target.roots";
  public static final String SEGMENT_SIZE = "p2p.segment.size";
  public static final String SEGMENT_MIN = "p2p.segment.min";
  public static final String SEGMENT_MAX = "p2p.segment.max";
  public static final String TRANSPORT = "p2p.transport";
  public static final String STREAM_CONNECTIONS = "p2p.transport.connections";
  public static final String SEND_BUFFER = "p2p.transport.send-buffer";
  public static final String EAGER_BUNDLE = "p2p.transport.eager-bundle";
  public static final String EAGER_LIMIT = "p2p.transport.eager-limit";
  public static final String INPUT_MAX_BYTES = "p2p.input.max-bytes";
  public static final String INPUT_CHECK_LOCAL = "p2p.input.check-local-paths";
  public static final String INPUT_CHECK_THREADS = "p2p.input.check.threads";
  public static final String INPUT_CHECK_TIMEOUT = "p2p.input.check.timeout";
  public static final String DISTRIBUTE_NODE_WAIT = "p2p.distribute.node-wait";
  public static final String STATUS_INTERVAL = "p2p.client.status.interval";
  public static final String PROGRESS_INTERVAL = "p2p.client.progress.interval";
  public static final String RM_TIMEOUT = "p2p.client.rm.timeout";
  public static final String STORAGE_TIMEOUT = "p2p.client.storage.timeout";
  public static final String KILL_TIMEOUT = "p2p.client.kill.timeout";

  private P2pKeys() {}

  /** All of them, in the order in which they stand here. */
  public static List<String> all() {
    List<String> keys = new ArrayList<>();
    for (Field field : P2pKeys.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        try {
          keys.add((String) field.get(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError(field + " is public", e);
        }
      }
    }
    return keys;
  }
}
