package org.yarnp2p.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a segment: 32 bytes, immutable. */
public final class Digest {
  /** Length of a digest in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The digest of the remaining bytes of {@code data}, whose position is left as it was. */
  public static Digest of(ByteBuffer data) {
    Sha256 sha = new Sha256();
    sha.update(data);
    return sha.finish();
  }

  /**
   * Copies 32 bytes.
   *
   * @throws IllegalArgumentException when there are not exactly 32 bytes
   */
  public static Digest copyOf(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a digest has 32 bytes, found " + bytes.length);
    }
    return new Digest(bytes.clone());
  }

  /** Puts the 32 bytes at the position of {@code target} and advances it. */
  public void putInto(ByteBuffer target) {
    target.put(bytes);
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal, 64 digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
