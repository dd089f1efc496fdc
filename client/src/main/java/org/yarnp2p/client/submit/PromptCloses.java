package org.yarnp2p.client.submit;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the end of a file in HDFS is waited for, by the client and by all of its job. The NameNode
 * hears of a file's last block from a DataNode and of its end from the writer. When the writer is
 * quicker, which with small files is every other time, HDFS's client sleeps before it asks again:
 * 400 ms first, then twice as long as before, five times. A job writes a dozen small files one
 * after the other, so it asks sooner and, with smaller steps, as long in all.
 */
public final class PromptCloses {
  static final String FIRST_DELAY = "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";
  static final String RETRIES = "dfs.client.block.write.locateFollowingBlock.retries";

  private static final Logger LOG = LoggerFactory.getLogger(PromptCloses.class);
  private static final String DEFAULTS = "hdfs-default.xml";

  /** 25 ms, doubled nine times, come to 12.8 s; HDFS's own figures to 12.4 s. */
  private static final int DELAY_MILLIS = 25;

  private static final int STEPS = 9;

  private PromptCloses() {}

  /**
   * Sets it, unless somebody else has set one of both values. To be called before the first file
   * system is opened, since that stays as it is.
   */
  public static void set(Configuration conf) throws IOException {
    if (FileSystem.getDefaultUri(conf).getScheme().equals("file")) {
      return;
    }
    try {
      FileSystem.getFileSystemClass("hdfs", conf); // from now on hdfs-site.xml counts
    } catch (UnsupportedFileSystemException e) {
      LOG.debug("There is no HDFS here", e);
      return;
    }
    if (isDefault(conf, FIRST_DELAY) && isDefault(conf, RETRIES)) {
      conf.setInt(FIRST_DELAY, DELAY_MILLIS);
      conf.setInt(RETRIES, STEPS);
    }
  }

  private static boolean isDefault(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources == null || sources[sources.length - 1].equals(DEFAULTS);
  }
}
