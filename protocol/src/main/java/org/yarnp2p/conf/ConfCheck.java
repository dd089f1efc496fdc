package org.yarnp2p.conf;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Finds the keys whose values make no sense, by themselves or together. */
public final class ConfCheck {
  private ConfCheck() {}

  /**
   * A wrong value.
   *
   * @param key that has it
   * @param text names the key and says what was found and what was expected
   */
  public record Mistake(String key, String text) {}

  /**
   * Looks at all keys; at those that belong together only when each makes sense by itself.
   *
   * @return in the order of {@link P2pKeys}; empty when all is well
   */
  public static List<Mistake> mistakes(Configuration conf) {
    List<Mistake> mistakes = new ArrayList<>();
    for (String key : P2pKeys.all()) {
      look(mistakes, key, () -> P2pConf.read(conf, key, Rules.of(key)));
    }
    if (mistakes.isEmpty()) {
      heap(mistakes, conf, P2pKeys.AM_HEAP_MB, P2pKeys.AM_MEMORY_MB);
      heap(mistakes, conf, P2pKeys.TRACKER_HEAP_MB, P2pKeys.TRACKER_MEMORY_MB);
      heap(mistakes, conf, P2pKeys.PEER_HEAP_MB, P2pKeys.PEER_MEMORY_MB);
      order(mistakes, conf, P2pKeys.SEGMENT_MIN, P2pKeys.SEGMENT_MAX);
      order(mistakes, conf, P2pKeys.RETRY_LEAST, P2pKeys.RETRY_MOST);
      order(mistakes, conf, P2pKeys.HEARTBEAT_INTERVAL, P2pKeys.HEARTBEAT_TIMEOUT);
    }
    return mistakes;
  }

  private static void heap(
      List<Mistake> mistakes, Configuration conf, String heapKey, String memoryKey) {
    look(mistakes, heapKey, () -> P2pConf.heapMb(conf, heapKey, memoryKey));
  }

  private static void order(
      List<Mistake> mistakes, Configuration conf, String lower, String upper) {
    look(mistakes, lower, () -> P2pConf.requireOrder(conf, lower, upper));
  }

  private static void look(List<Mistake> mistakes, String key, Runnable reader) {
    try {
      reader.run();
    } catch (IllegalArgumentException e) {
      mistakes.add(new Mistake(key, e.getMessage()));
    }
  }
}
