package org.yarnp2p.bench.hdfs;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ToolRunner;

/**
 * What {@code hdfs dfs -get} does, once it is told to: so that the start of a JVM does not count,
 * as it does not count for a swarm. Says {@link #READY}, waits for a line, gets the file, says
 * {@link #DONE}.
 */
public final class GetClient {
  static final String READY = "p2p-bench: ready";
  static final String DONE = "p2p-bench: done";

  private GetClient() {}

  /**
   * Runs as a process of its own.
   *
   * @param args source in HDFS, local target
   */
  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    try (FileSystem fs = FileSystem.newInstance(conf)) {
      fs.getFileStatus(new Path(args[0]));
      System.out.println(READY);
      if (System.in.read() < 0) {
        throw new IOException("whoever has started this has gone before it said when to begin");
      }
      int exit = ToolRunner.run(conf, new FsShell(), new String[] {"-get", args[0], args[1]});
      if (exit != 0) {
        throw new IOException("hdfs dfs -get has failed with exit status " + exit);
      }
      System.out.println(DONE);
    }
  }
}
