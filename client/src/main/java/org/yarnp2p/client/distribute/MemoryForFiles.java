package org.yarnp2p.client.distribute;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * Memory of a distribution's containers. What a process needs grows with the number of files, so
 * where nobody has said how much it is to get, it gets more than the default for very many.
 */
final class MemoryForFiles {
  private static final String DEFAULTS = "p2p-default.xml";
  private static final int FIXED_MB = 512;

  /**
   * KiB for each file. With 200,000 files a peer had 2.9 KiB of live objects for each, the tracker
   * of two peers 1.9; the heap is three quarters of this.
   */
  private static final Map<String, Integer> KIB_PER_FILE =
      Map.of(P2pKeys.PEER_MEMORY_MB, 6, P2pKeys.TRACKER_MEMORY_MB, 4, P2pKeys.AM_MEMORY_MB, 4);

  private MemoryForFiles() {}

  /**
   * Sets the keys that nobody has set.
   *
   * @param files of the distribution
   */
  static void set(Configuration conf, int files) throws UsageException {
    for (Map.Entry<String, Integer> key : KIB_PER_FILE.entrySet()) {
      if (isDefault(conf, key.getKey())) {
        int usual = Settings.read(() -> P2pConf.integer(conf, key.getKey()));
        int needed = (int) (FIXED_MB + (long) files * key.getValue() / 1024);
        if (needed > usual) {
          ContainerSizes.setMemory(conf, key.getKey(), needed, files + " files");
        }
      }
    }
  }

  private static boolean isDefault(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources != null && sources.length > 0 && DEFAULTS.equals(sources[sources.length - 1]);
  }
}
