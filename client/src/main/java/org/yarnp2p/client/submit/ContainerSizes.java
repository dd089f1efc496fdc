package org.yarnp2p.client.submit;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Resource;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * What the job's containers ask for.
 *
 * @param sizes of ApplicationMaster, tracker and peer
 */
public record ContainerSizes(List<Size> sizes) {
  /**
   * One kind of container.
   *
   * @param memoryKey whose value the memory is
   * @param memoryMb MiB
   * @param vcoresKey whose value the virtual cores are
   * @param vcores virtual cores
   */
  public record Size(String memoryKey, int memoryMb, String vcoresKey, int vcores) {}

  /**
   * Reads the configuration.
   *
   * @throws UsageException when a value is out of range, or a heap does not fit into its container
   */
  public static ContainerSizes of(Configuration conf) throws UsageException {
    return Settings.read(
        () ->
            new ContainerSizes(
                List.of(
                    size(conf, P2pKeys.AM_MEMORY_MB, P2pKeys.AM_HEAP_MB, P2pKeys.AM_VCORES),
                    size(
                        conf,
                        P2pKeys.TRACKER_MEMORY_MB,
                        P2pKeys.TRACKER_HEAP_MB,
                        P2pKeys.TRACKER_VCORES),
                    size(
                        conf, P2pKeys.PEER_MEMORY_MB, P2pKeys.PEER_HEAP_MB, P2pKeys.PEER_VCORES))));
  }

  private static Size size(Configuration conf, String memory, String heap, String vcores) {
    P2pConf.heapMb(conf, heap, memory);
    return new Size(memory, P2pConf.integer(conf, memory), vcores, P2pConf.integer(conf, vcores));
  }

  /**
   * Compares with what the cluster gives to one container.
   *
   * @throws UsageException naming every key whose value is too large
   */
  public void checkAgainst(Resource largest) throws UsageException {
    List<String> problems = new ArrayList<>();
    for (Size size : sizes) {
      tooLarge(problems, size.memoryKey(), size.memoryMb(), largest.getMemorySize(), " MiB");
      tooLarge(problems, size.vcoresKey(), size.vcores(), largest.getVirtualCores(), "");
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private static void tooLarge(
      List<String> problems, String key, long asked, long most, String unit) {
    if (asked > most) {
      problems.add(
          key
              + ": found "
              + asked
              + unit
              + ", but the cluster gives a container "
              + most
              + unit
              + " at most; ask for less");
    }
  }
}
