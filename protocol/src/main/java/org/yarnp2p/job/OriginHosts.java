package org.yarnp2p.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.BlockLocation;

/** Which hosts have a block of a source. */
public final class OriginHosts {
  private OriginHosts() {}

  /** Names and addresses: a container may know its host by either. */
  public static List<String> of(BlockLocation block) throws IOException {
    return Stream.concat(
            Arrays.stream(block.getHosts()),
            Arrays.stream(block.getNames()).map(name -> name.replaceFirst(":[0-9]+$", "")))
        .distinct()
        .toList();
  }
}
