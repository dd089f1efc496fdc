package org.yarnp2p.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class StreamProofTest {
  private static final String JOB = "application_1700000000000_0001";
  private static final byte[] ONE = StreamProof.nonce();
  private static final byte[] TWO = StreamProof.nonce();

  private final JobSecret secret = JobSecret.generate();
  private final Token<JobTokenIdentifier> token = secret.token(JOB, Rank.peer(1), Rank.peer(2));
  private final ServerKey key = secret.serverKey(JOB, Rank.peer(2));
  private final StreamProof proof = client(ONE, TWO, 1);

  @Test
  void bothEndsComputeTheSame() {
    StreamProof server = StreamProof.of(key, ONE, TWO, token.getIdentifier(), 1);
    assertThat(StreamProof.same(server.ofServer(), proof.ofServer())).isTrue();
    assertThat(StreamProof.same(server.ofClient(), proof.ofClient())).isTrue();
    assertThat(proof.ofClient()).hasSize(StreamProof.LENGTH);
  }

  @Test
  void proofIsForOneDirectionOnly() {
    assertThat(StreamProof.same(proof.ofServer(), proof.ofClient())).isFalse();
  }

  @Test
  void proofIsForTheseNoncesAndThisIncarnationOnly() {
    assertThat(client(TWO, ONE, 1).ofClient()).isNotEqualTo(proof.ofClient());
    assertThat(client(ONE, StreamProof.nonce(), 1).ofClient()).isNotEqualTo(proof.ofClient());
    assertThat(client(ONE, TWO, 2).ofClient()).isNotEqualTo(proof.ofClient());
  }

  @Test
  void proofNeedsThePasswordOfTheIdentifier() {
    byte[] other = secret.token(JOB, Rank.peer(3), Rank.peer(2)).getIdentifier();
    StreamProof stolen = StreamProof.of(token.getPassword(), ONE, TWO, other, 1);
    StreamProof right = StreamProof.of(key, ONE, TWO, other, 1);
    assertThat(StreamProof.same(stolen.ofClient(), right.ofClient())).isFalse();
  }

  @Test
  void noncesAreNotRepeated() {
    assertThat(StreamProof.nonce()).isNotEqualTo(StreamProof.nonce());
  }

  @Test
  void proofsOfOtherLengthsAreNotTheSame() {
    assertThat(StreamProof.same(proof.ofClient(), new byte[0])).isFalse();
    assertThat(proof).hasToString("stream proof");
  }

  private StreamProof client(byte[] clientNonce, byte[] serverNonce, int incarnation) {
    return StreamProof.of(
        token.getPassword(), clientNonce, serverNonce, token.getIdentifier(), incarnation);
  }
}
