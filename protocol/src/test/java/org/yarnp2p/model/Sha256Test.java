package org.yarnp2p.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
  /** From FIPS 180-2, appendix B.1. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private final Sha256 sha = new Sha256();

  @Test
  void knownDigestOfAbc() {
    sha.update(ByteBuffer.wrap("abc".getBytes(US_ASCII)));
    assertThat(sha.finish()).hasToString(OF_ABC);
  }

  @Test
  void anotherComputationBeginsWhenOneIsFinished() {
    sha.update(ByteBuffer.wrap(new byte[7]));
    sha.finish();
    knownDigestOfAbc();
  }

  @Test
  void onlyWhatRemainsIsTakenAndThePositionStays() {
    ByteBuffer part = ByteBuffer.wrap("xyabcz".getBytes(US_ASCII), 2, 3);
    sha.update(part);
    assertThat(part.position()).isEqualTo(2);
    assertThat(sha.finish()).hasToString(OF_ABC);
  }

  @Test
  void sliceOfAnArrayIsTakenFromItsPlace() {
    ByteBuffer slice = ByteBuffer.wrap("xyabcz".getBytes(US_ASCII)).slice(2, 3);
    sha.update(slice);
    assertThat(sha.finish()).hasToString(OF_ABC);
  }

  @Test
  void readOnlyBufferDoesNotGiveItsArray() {
    sha.update(ByteBuffer.wrap("abc".getBytes(US_ASCII)).asReadOnlyBuffer());
    assertThat(sha.finish()).hasToString(OF_ABC);
  }

  /** Around what is taken from a direct buffer at a time. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 65_536, 100_000})
  void directBufferOfAnyLengthGivesTheDigestOfItsBytes(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    ByteBuffer direct = ByteBuffer.allocateDirect(length + 3).position(3).put(bytes).position(3);
    sha.update(direct);
    assertThat(direct.position()).isEqualTo(3);
    assertThat(sha.finish())
        .isEqualTo(Digest.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @Test
  void partsOfDirectAndOtherBuffersMakeOneDigest() {
    sha.update(ByteBuffer.wrap("a".getBytes(US_ASCII)));
    sha.update(ByteBuffer.allocateDirect(1).put((byte) 'b').flip());
    sha.update(ByteBuffer.wrap("c".getBytes(US_ASCII)));
    assertThat(sha.finish()).hasToString(OF_ABC);
  }
}
