package org.yarnp2p.security;

import java.io.IOException;
import java.util.Collection;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.security.token.TokenSelector;
import org.yarnp2p.model.Rank;

/** Finds the job's token for a server: by its address when calling, by its rank when starting. */
public final class JobTokenSelector implements TokenSelector<JobTokenIdentifier> {
  /** For Hadoop, which reads the class from the protocols' annotations. */
  public JobTokenSelector() {}

  @Override
  public Token<JobTokenIdentifier> selectToken(
      Text service, Collection<Token<? extends TokenIdentifier>> tokens) {
    for (Token<? extends TokenIdentifier> token : tokens) {
      if (isOfTheJob(token) && token.getService().equals(service)) {
        return copy(token);
      }
    }
    return null;
  }

  /**
   * The token among credentials that one rank holds for calling another.
   *
   * @throws IOException when there is none, or a token of the job cannot be read
   */
  public static Token<JobTokenIdentifier> find(Credentials credentials, Rank caller, Rank audience)
      throws IOException {
    for (Token<? extends TokenIdentifier> token : credentials.getAllTokens()) {
      if (isOfTheJob(token)
          && token.decodeIdentifier() instanceof JobTokenIdentifier identifier
          && identifier.caller().equals(caller)
          && identifier.audience().equals(audience)) {
        return copy(token);
      }
    }
    throw new IOException(
        "the credentials hold no token with which "
            + caller
            + " can call the "
            + audience
            + "; was this process started by its job?");
  }

  /** Whether a token is one of a job's own, and not of the cluster. */
  public static boolean isOfTheJob(Token<? extends TokenIdentifier> token) {
    return token.getKind().equals(JobTokenIdentifier.KIND);
  }

  private static Token<JobTokenIdentifier> copy(Token<? extends TokenIdentifier> token) {
    return new Token<>(
        token.getIdentifier(), token.getPassword(), token.getKind(), token.getService());
  }
}
