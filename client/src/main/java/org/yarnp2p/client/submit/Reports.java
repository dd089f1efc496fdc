package org.yarnp2p.client.submit;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Where reports go when nobody has named an output directory. */
public final class Reports {
  private static final String NAME = "reports";

  private Reports() {}

  /** Below it is a directory for each such job, named by its id; fully qualified. */
  public static Path root(Configuration conf) throws IOException {
    return new Path(Staging.root(conf), NAME);
  }
}
