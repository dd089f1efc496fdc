package org.yarnp2p.security;

import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.token.Token;

/** The job's tokens live as long as their job: nothing to renew, nothing to cancel. */
public final class JobTokenRenewer extends Token.TrivialRenewer {
  /** For Hadoop's service loader. */
  public JobTokenRenewer() {}

  @Override
  protected Text getKind() {
    return JobTokenIdentifier.KIND;
  }
}
