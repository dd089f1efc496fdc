package org.yarnp2p.bench;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.bench.figures.ByteSize;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.conf.Rules;
import picocli.CommandLine.Option;

/** How the measured job is set up; all other keys come with {@code -D}. */
final class JobOptions {
  private static final int MOST_HEAP_MB = 1 << 20;
  private static final String DEFAULTS = "p2p-default.xml";

  /** Progress and the moment of the gate are seen in heartbeats. */
  private static final String HEARTBEAT = "250ms";

  @Option(
      names = "--transport",
      paramLabel = "rendezvous|ipc",
      description = "How segments travel; the same as -D p2p.transport=...")
  private String transport;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Java heap of a peer; else p2p.peer.heap.mb.")
  private ByteSize heap;

  @Option(
      names = "--segment-size",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "The same as -D p2p.segment.size=...")
  private ByteSize segmentSize;

  /** Puts the options into a configuration. */
  void applyTo(Configuration conf) throws UsageException {
    if (transport != null) {
      Settings.read(() -> Rules.of(P2pKeys.TRANSPORT).read("--transport", transport));
      conf.set(P2pKeys.TRANSPORT, transport);
    }
    if (segmentSize != null) {
      long bytes = segmentSize.bytes();
      Settings.read(
          () -> Rules.of(P2pKeys.SEGMENT_SIZE).read("--segment-size", Long.toString(bytes)));
      conf.setLong(P2pKeys.SEGMENT_SIZE, bytes);
    }
    if (heap != null) {
      long megabytes = heap.mebibytes();
      if (megabytes < 1 || megabytes > MOST_HEAP_MB) {
        throw new UsageException(
            "--heap: found %d bytes, expected 1m to 1t".formatted(heap.bytes()));
      }
      conf.setLong(P2pKeys.PEER_HEAP_MB, megabytes);
      int container = P2pConf.integer(conf, P2pKeys.PEER_MEMORY_MB);
      conf.setLong(P2pKeys.PEER_MEMORY_MB, Math.max(container, megabytes * 4 / 3 + 1));
    }
    if (isDefault(conf, P2pKeys.HEARTBEAT_INTERVAL)) {
      conf.set(P2pKeys.HEARTBEAT_INTERVAL, HEARTBEAT);
    }
  }

  private static boolean isDefault(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources != null && List.of(DEFAULTS).equals(List.of(sources));
  }

  /** What the job's peers were given, in words. */
  static String describe(Configuration conf) {
    return "transport "
        + transport(conf)
        + ", peer heap "
        + heapMb(conf)
        + " MiB, segments "
        + conf.getTrimmed(P2pKeys.SEGMENT_SIZE);
  }

  static String transport(Configuration conf) {
    return conf.getTrimmed(P2pKeys.TRANSPORT, "auto");
  }

  static int heapMb(Configuration conf) {
    return P2pConf.heapMb(conf, P2pKeys.PEER_HEAP_MB, P2pKeys.PEER_MEMORY_MB);
  }
}
