package org.yarnp2p.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Changes bytes as told by numbers, which a failed property prints and can be given again. */
public final class Mutation {
  private Mutation() {}

  /**
   * Applies changes one after the other: a byte becomes another, goes, comes in between, or the
   * rest is cut off or stands there twice.
   *
   * @param spots where and what, any numbers
   */
  public static byte[] of(byte[] bytes, List<Integer> spots) {
    byte[] changed = bytes.clone();
    for (int spot : spots) {
      changed =
          once(
              changed, Math.floorMod(spot >> 11, changed.length + 1), spot & 7, (byte) (spot >> 3));
    }
    return changed;
  }

  private static byte[] once(byte[] bytes, int at, int kind, byte value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * bytes.length + 1);
    out.write(bytes, 0, at);
    int rest = bytes.length - at;
    switch (kind) {
      case 0 -> {} // cut off
      case 1 -> {
        out.write(bytes, at, rest);
        out.write(bytes, at, rest);
      }
      case 2 -> out.write(bytes, Math.min(bytes.length, at + 1), Math.max(0, rest - 1));
      case 3 -> {
        out.write(value);
        out.write(bytes, at, rest);
      }
      default -> {
        out.write(value);
        out.write(bytes, Math.min(bytes.length, at + 1), Math.max(0, rest - 1));
      }
    }
    return out.toByteArray();
  }
}
