package org.yarnp2p.client.submit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.delegation.AbstractDelegationTokenIdentifier;
import org.apache.hadoop.yarn.client.util.YarnClientUtils;

/** What lets the job's containers use file systems in the person's name on a secure cluster. */
public final class DelegationTokens {
  private DelegationTokens() {}

  /**
   * Adds a token for every file system that one of the paths is on; nothing on a cluster without
   * Kerberos.
   *
   * @throws IOException when a file system gives no token
   */
  public static void add(Configuration conf, Credentials credentials, Collection<Path> paths)
      throws IOException {
    if (!UserGroupInformation.isSecurityEnabled()) {
      return;
    }
    String renewer = YarnClientUtils.getRmPrincipal(conf);
    if (renewer == null || renewer.isEmpty()) {
      throw new IOException(
          "yarn.resourcemanager.principal is not set: nobody could renew the job's tokens; is"
              + " yarn-site.xml in HADOOP_CONF_DIR?");
    }
    for (Path path : paths) {
      path.getFileSystem(conf).addDelegationTokens(renewer, credentials);
    }
  }

  /**
   * When the first of the tokens ends for good, since nobody can renew it beyond that; empty when
   * none says.
   *
   * @throws IOException when a token cannot be read
   */
  public static Optional<Instant> end(Credentials credentials) throws IOException {
    List<Instant> ends = new ArrayList<>();
    for (Token<?> token : credentials.getAllTokens()) {
      if (token.decodeIdentifier() instanceof AbstractDelegationTokenIdentifier delegation) {
        ends.add(Instant.ofEpochMilli(delegation.getMaxDate()));
      }
    }
    return ends.stream().min(Instant::compareTo);
  }
}
