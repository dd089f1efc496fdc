package org.yarnp2p.bench.figures;

/**
 * Sizes from one to another.
 *
 * @param least bytes, from 0
 * @param most bytes, from least
 */
public record SizeRange(long least, long most) {
  /**
   * @throws IllegalArgumentException when it is empty
   */
  public SizeRange {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException("sizes from " + least + " to " + most + " bytes");
    }
  }

  /**
   * Reads {@code 4k-64k}, or {@code 16k} when all are equal.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static SizeRange parse(String text) {
    int dash = text.indexOf('-');
    ByteSize least = ByteSize.parse(dash < 0 ? text : text.substring(0, dash));
    ByteSize most = ByteSize.parse(text.substring(dash + 1));
    if (most.bytes() < least.bytes()) {
      throw new IllegalArgumentException(
          "found '" + text + "', expected the smaller size first, such as 4k-64k");
    }
    return new SizeRange(least.bytes(), most.bytes());
  }
}
