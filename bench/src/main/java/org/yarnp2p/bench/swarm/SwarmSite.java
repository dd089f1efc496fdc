package org.yarnp2p.bench.swarm;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.appmaster.fleet.ProcessOptions;

/**
 * Where swarms run.
 *
 * @param placement of the processes
 * @param settings that make the racks known to the job
 * @param intoOtherRacks counts what comes into the racks that the seed is not in
 */
public record SwarmSite(
    ProcessOptions placement, Map<String, String> settings, ByteCounter intoOtherRacks) {
  /** How names of files with a program's own defaults end, such as core-default.xml. */
  private static final String DEFAULTS = "-default.xml";

  /** Copies the settings. */
  public SwarmSite {
    settings = Map.copyOf(settings);
  }

  /** Without racks. */
  public static SwarmSite flat(ProcessOptions placement) {
    return new SwarmSite(placement, Map.of(), () -> 0);
  }

  /** Puts the settings into a job's configuration, but for those that a person has chosen. */
  public void applyTo(Configuration conf) {
    settings.forEach(
        (key, value) -> {
          if (isDefault(conf, key)) {
            conf.set(key, value);
          }
        });
  }

  private static boolean isDefault(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources == null || Stream.of(sources).allMatch(source -> source.endsWith(DEFAULTS));
  }

  /** Counts bytes. */
  @FunctionalInterface
  public interface ByteCounter {
    /** All bytes so far. */
    long read() throws IOException, InterruptedException;
  }
}
