package org.yarnp2p.conf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the value of each key may be. Those who read a key and those who check it ask here. */
public final class Rules {
  private static final long K = 1L << 10;
  private static final long M = 1L << 20;
  private static final long G = 1L << 30;
  private static final long T = 1L << 40;

  /** A segment travels in one IPC message; Hadoop's are at most 128 MiB by default. */
  private static final Size SEGMENT = new Size(1, 64 * M);

  private static final Map<String, Rule<?>> BY_KEY = new HashMap<>();

  static {
    texts();
    flags();
    containers();
    numbers();
    sizes();
    times();
  }

  private Rules() {}

  /**
   * The rule for a key.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public static Rule<?> of(String key) {
    Rule<?> rule = BY_KEY.get(key);
    if (rule == null) {
      throw new IllegalArgumentException("there is no key " + key);
    }
    return rule;
  }

  /** The keys that have a rule. */
  static Set<String> keys() {
    return Set.copyOf(BY_KEY.keySet());
  }

  private static void put(Rule<?> rule, String... keys) {
    for (String key : keys) {
      BY_KEY.put(key, rule);
    }
  }

  private static void texts() {
    put(
        new Text(),
        P2pKeys.QUEUE,
        P2pKeys.JOB_JAR,
        P2pKeys.PROGRAMS,
        P2pKeys.PROGRAM,
        P2pKeys.STAGING_DIR,
        P2pKeys.VIEW_ACL,
        P2pKeys.CONTAINER_JAVA_OPTS,
        P2pKeys.CLASS_ARCHIVE,
        P2pKeys.CLASS_LIST,
        P2pKeys.WORK_DIRS);
    put(new Directories(), P2pKeys.TARGET_ROOTS);
    put(new Word(List.of("auto", "rendezvous", "ipc")), P2pKeys.TRANSPORT);
  }

  private static void flags() {
    put(
        new Flag(),
        P2pKeys.PARTIAL,
        P2pKeys.WEB,
        P2pKeys.METRICS,
        P2pKeys.OUTPUT_VERIFY,
        P2pKeys.INPUT_CHECK_LOCAL);
  }

  private static void containers() {
    put(Whole.from(64), P2pKeys.AM_MEMORY_MB, P2pKeys.TRACKER_MEMORY_MB, P2pKeys.PEER_MEMORY_MB);
    put(Whole.from(0), P2pKeys.AM_HEAP_MB, P2pKeys.TRACKER_HEAP_MB, P2pKeys.PEER_HEAP_MB);
    put(Whole.from(1), P2pKeys.AM_VCORES, P2pKeys.TRACKER_VCORES, P2pKeys.PEER_VCORES);
    put(
        Whole.from(1),
        P2pKeys.AM_MAX_ATTEMPTS,
        P2pKeys.RANK_MAX_FAILURES,
        P2pKeys.NODE_MAX_FAILURES);
    put(new Whole(0, 100), P2pKeys.NODE_EXCLUSION_PERCENT);
  }

  private static void numbers() {
    put(
        new Whole(1, 1000),
        P2pKeys.AM_HANDLERS,
        P2pKeys.TRACKER_HANDLERS,
        P2pKeys.NEIGHBOURS,
        P2pKeys.FULL_MESH,
        P2pKeys.INPUT_CHECK_THREADS);
    put(new Whole(0, 1000), P2pKeys.IPC_CONNECT_RETRIES, P2pKeys.LOCALITY_DELAY);
    put(
        new Whole(1, 10_000),
        P2pKeys.PEER_HANDLERS,
        P2pKeys.UPLOAD_SLOTS,
        P2pKeys.SENDING,
        P2pKeys.DOWNLOAD_SLOTS,
        P2pKeys.REQUESTS_PER_SOURCE,
        P2pKeys.ORIGIN_READERS,
        P2pKeys.OUTPUT_WRITERS,
        P2pKeys.OPEN_FILES,
        P2pKeys.EVENT_QUEUE,
        P2pKeys.STREAM_CONNECTIONS);
  }

  private static void sizes() {
    put(new AutoSize(SEGMENT), P2pKeys.SEGMENT_SIZE);
    put(SEGMENT, P2pKeys.SEGMENT_MIN, P2pKeys.SEGMENT_MAX);
    put(new Size(K, G), P2pKeys.IPC_MESSAGE_MAX);
    put(new Size(1, G), P2pKeys.INPUT_MAX_BYTES);
    put(new Size(0, M), P2pKeys.EAGER_LIMIT, P2pKeys.EAGER_BUNDLE);
    put(new Size(K, 16 * M), P2pKeys.SEND_BUFFER);
    put(new Size(0, T), P2pKeys.RATE_UP, P2pKeys.RATE_DOWN);
  }

  private static void times() {
    put(
        Time.FROM_ZERO,
        P2pKeys.AM_ATTEMPTS_VALIDITY,
        P2pKeys.FAILURE_GRACE,
        P2pKeys.NODE_EXCLUSION,
        P2pKeys.COMMIT_TIMEOUT,
        P2pKeys.RETURN_TIMEOUT,
        P2pKeys.MEETING_TIMEOUT,
        P2pKeys.TOPOLOGY_TIMEOUT,
        P2pKeys.IPC_IDLE_TIMEOUT,
        P2pKeys.SLOT_WAIT,
        P2pKeys.SLOT_TURN,
        P2pKeys.HAVE_INTERVAL,
        P2pKeys.HAVE_CALL_INTERVAL,
        P2pKeys.REPORT_INTERVAL,
        P2pKeys.ORIGIN_TIMEOUT,
        P2pKeys.OUTPUT_TIMEOUT,
        P2pKeys.TAKEOVER_TIMEOUT);
    put(
        Time.POSITIVE,
        P2pKeys.ABSENCE_TIMEOUT,
        P2pKeys.CONTAINERS_TIMEOUT,
        P2pKeys.HEARTBEAT_INTERVAL,
        P2pKeys.HEARTBEAT_TIMEOUT,
        P2pKeys.LONG_POLL_TIMEOUT,
        P2pKeys.EXIT_TIMEOUT,
        P2pKeys.STOP_TIMEOUT,
        P2pKeys.RANK_FAILURES_VALIDITY,
        P2pKeys.COMMIT_WINDOW,
        P2pKeys.GATE_TIMEOUT,
        P2pKeys.STALL_TIMEOUT,
        P2pKeys.DRAIN_TIMEOUT,
        P2pKeys.IPC_CONNECT_TIMEOUT,
        P2pKeys.IPC_CALL_TIMEOUT,
        P2pKeys.RETRY_LEAST,
        P2pKeys.RETRY_MOST,
        P2pKeys.FETCH_TIMEOUT,
        P2pKeys.SLOT_IDLE,
        P2pKeys.TRACKER_TIMEOUT,
        P2pKeys.INPUT_CHECK_TIMEOUT,
        P2pKeys.DISTRIBUTE_NODE_WAIT,
        P2pKeys.STATUS_INTERVAL,
        P2pKeys.PROGRESS_INTERVAL,
        P2pKeys.RM_TIMEOUT,
        P2pKeys.STORAGE_TIMEOUT,
        P2pKeys.KILL_TIMEOUT);
    put(
        new Time(1, TimeUnit.HOURS.toMillis(1)),
        P2pKeys.RM_HEARTBEAT_INTERVAL,
        P2pKeys.RM_HEARTBEAT_FAST);
  }
}
