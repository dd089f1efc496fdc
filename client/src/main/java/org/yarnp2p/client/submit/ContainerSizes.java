package org.yarnp2p.client.submit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  private static final String FOR = "for ";

  /**
   * One kind of container.
   *
   * @param memoryKey whose value the memory is
   * @param memoryMb MiB
   * @param content what needs the memory; empty where the value is somebody's, or the default
   * @param vcoresKey whose value the virtual cores are
   * @param vcores virtual cores
   */
  public record Size(
      String memoryKey, int memoryMb, Optional<String> content, String vcoresKey, int vcores) {}

  /**
   * Sets the memory of a kind of container.
   *
   * @param content what needs it, such as "5 files"
   */
  public static void setMemory(Configuration conf, String key, int memoryMb, String content) {
    conf.set(key, Integer.toString(memoryMb), FOR + content);
  }

  private static Optional<String> content(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources == null
        ? Optional.empty()
        : Arrays.stream(sources)
            .filter(source -> source.startsWith(FOR))
            .map(source -> source.substring(FOR.length()))
            .findFirst();
  }

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
    return new Size(
        memory,
        P2pConf.integer(conf, memory),
        content(conf, memory),
        vcores,
        P2pConf.integer(conf, vcores));
  }

  /**
   * Compares with what the cluster gives to one container.
   *
   * @throws UsageException naming every key whose value is too large
   */
  public void checkAgainst(Resource largest) throws UsageException {
    List<String> problems = new ArrayList<>();
    for (Size size : sizes) {
      String key = size.memoryKey();
      tooLarge(problems, key, size.memoryMb(), largest.getMemorySize(), " MiB", size.content());
      String cores = size.vcoresKey();
      tooLarge(problems, cores, size.vcores(), largest.getVirtualCores(), "", Optional.empty());
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private static void tooLarge(
      List<String> problems,
      String key,
      long asked,
      long most,
      String unit,
      Optional<String> content) {
    if (asked <= most) {
      return;
    }
    String remedy =
        content.isPresent() ? "distribute fewer at a time, or archives of them" : "ask for less";
    problems.add(
        "%s: %s %d%s, but the cluster gives a container %d%s at most; %s"
            .formatted(
                key,
                content.map(what -> what + " need").orElse("found"),
                asked,
                unit,
                most,
                unit,
                remedy));
  }
}
