package org.yarnp2p.bench.swarm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.yarnp2p.bench.figures.SizeRange;

/**
 * Files of random bytes.
 *
 * @param directory where they are
 * @param sizes of the files, bytes
 */
public record Payload(Path directory, List<Long> sizes) {
  private static final int BUFFER = 1 << 20;
  private static final long SEED = 1;

  /** Copies the list. */
  public Payload {
    sizes = List.copyOf(sizes);
  }

  /** Sizes of files, always the same ones for the same arguments. */
  public static List<Long> sizes(int files, SizeRange range) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Long> sizes = new ArrayList<>(files);
    for (int i = 0; i < files; i++) {
      sizes.add(random.nextLong(range.least(), range.most() + 1));
    }
    return sizes;
  }

  /**
   * Writes the files. An interrupted thread stops.
   *
   * @param directory new
   */
  public static Payload write(Path directory, List<Long> sizes) throws IOException {
    Payload payload = new Payload(Files.createDirectory(directory), sizes);
    SplittableRandom random = new SplittableRandom(SEED);
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
    for (int file = 0; file < sizes.size(); file++) {
      payload.write(file, random, buffer);
    }
    return payload;
  }

  private void write(int file, SplittableRandom random, ByteBuffer buffer) throws IOException {
    try (FileChannel out =
        FileChannel.open(path(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long left = sizes.get(file); left > 0; ) {
        int length = (int) Math.min(left, BUFFER);
        buffer.clear();
        while (buffer.position() < length) {
          buffer.putLong(random.nextLong());
        }
        buffer.flip().limit(length);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        left -= length;
      }
    }
  }

  /** Name of a file, from 0. */
  String name(int file) {
    return "file" + file;
  }

  /** Where a file is. */
  public Path path(int file) {
    return directory.resolve(name(file));
  }

  /** All files together. */
  public long bytes() {
    return sizes.stream().mapToLong(Long::longValue).sum();
  }
}
