package org.yarnp2p.client.doctor;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.submit.DelegationTokens;

/** Whether a job on a cluster with Kerberos would get tokens for storage, and for how long. */
final class TokenCheck {
  private static final String WHAT = "delegation tokens";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  private TokenCheck() {}

  /** Gets tokens of the default file system, as a submission does, and gives them back. */
  static List<Finding> of(Configuration conf) {
    if (!UserGroupInformation.isSecurityEnabled()) {
      return List.of();
    }
    Credentials credentials = new Credentials();
    try {
      DelegationTokens.add(conf, credentials, List.of(new Path(FileSystem.getDefaultUri(conf))));
      Optional<Instant> end = DelegationTokens.end(credentials);
      giveBack(conf, credentials);
      return List.of(
          end.isPresent()
              ? Finding.ok(
                  WHAT, "a job that starts now can use storage until " + TIME.format(end.get()))
              : Finding.warn(WHAT, "none for the default file system", "check core-site.xml"));
    } catch (IOException | RuntimeException e) {
      return List.of(
          Finding.fail(WHAT, Reason.of(e), "run kinit; check hdfs-site.xml and yarn-site.xml"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Finding.fail(WHAT, "interrupted", "run it again"));
    }
  }

  private static void giveBack(Configuration conf, Credentials credentials)
      throws IOException, InterruptedException {
    for (Token<?> token : credentials.getAllTokens()) {
      token.cancel(conf);
    }
  }
}
