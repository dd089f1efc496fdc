package org.yarnp2p.bench.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the kernel use memory once before a measurement. The host of a virtual machine hands out
 * memory page by page when the guest first uses it, and takes back what lies idle: measured, that
 * costs ten times the CPU time of writing the page. It belongs to the machine, not to the product.
 */
public final class TouchedMemory {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final int BLOCK = 1 << 20;

  private TouchedMemory() {}

  /**
   * Writes a file of so many bytes and deletes it; its pages are the first to be used again.
   *
   * @param directory on a file system with a page cache
   * @param bytes wanted; never more than half of what is available
   */
  public static void touch(Path directory, long bytes) throws IOException {
    long most = Math.min(available(), Files.getFileStore(directory).getUsableSpace()) / 2;
    Path file = Files.createTempFile(directory, "touched", "");
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long left = Math.min(bytes, most); left > 0; left -= BLOCK) {
        block.clear();
        while (block.hasRemaining()) {
          channel.write(block);
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static long available() throws IOException {
    Matcher available = AVAILABLE.matcher(Files.readString(MEMORY));
    return available.find() ? Long.parseLong(available.group(1)) * 1024 : 0;
  }
}
