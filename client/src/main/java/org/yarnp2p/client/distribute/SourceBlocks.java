package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.job.OriginHosts;
import org.yarnp2p.job.PlannedFile;

/**
 * Where the blocks of the largest sources are stored, so that the tracker knows it from the first
 * claim on. It asks for the others itself.
 */
final class SourceBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(SourceBlocks.class);

  /** Each costs a call. */
  private static final int MOST_FILES = 100;

  /** Of all files together: each peer gets the plan. */
  private static final int MOST_BLOCKS = 1000;

  private SourceBlocks() {}

  /** The blocks of files of several segments, the largest first; of none whose storage fails. */
  static List<StoredBlock> of(Configuration conf, List<PlannedFile> files) {
    List<PlannedFile> largest =
        files.stream()
            .filter(file -> file.origin().length() > file.segmentSize())
            .sorted(
                Comparator.comparingLong((PlannedFile file) -> file.origin().length()).reversed())
            .limit(MOST_FILES)
            .toList();
    List<StoredBlock> stored = new ArrayList<>();
    for (PlannedFile file : largest) {
      List<StoredBlock> its;
      try {
        its = blocks(conf, file);
      } catch (IOException | RuntimeException e) {
        LOG.info("It is not known where {} is stored", file.origin().uri(), e);
        return stored;
      }
      if (stored.size() + its.size() <= MOST_BLOCKS) {
        stored.addAll(its);
      }
    }
    return stored;
  }

  private static List<StoredBlock> blocks(Configuration conf, PlannedFile file) throws IOException {
    Path path = new Path(file.origin().uri());
    BlockLocation[] found =
        path.getFileSystem(conf).getFileBlockLocations(path, 0, file.origin().length());
    List<StoredBlock> blocks = new ArrayList<>();
    for (BlockLocation block : found) {
      blocks.add(
          new StoredBlock(file.id(), block.getOffset(), block.getLength(), OriginHosts.of(block)));
    }
    return blocks;
  }
}
