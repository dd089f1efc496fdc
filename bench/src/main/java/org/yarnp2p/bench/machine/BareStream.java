package org.yarnp2p.bench.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yarnp2p.model.Sha256;

/**
 * What it costs this machine to bring bytes from one file into another over its loopback interface
 * and to verify them, with as little between them as Java can do: {@code transferTo} into a socket,
 * one direct buffer out of it, SHA-256, a write. No program that does the same can use less, and so
 * N copies take at least N times this, divided by the cores. CPU counts, not time, so that others
 * on the machine disturb little.
 */
public final class BareStream {
  private static final int CHUNK = 1 << 20;
  private static final int WARM_UP = 192;
  private static final int MEASURED = 256;

  /** Before that of {@link Shell}, which could not say what has not ended. */
  private static final long DEADLINE_SECONDS = 15;

  private static final double NANOS = 1e9;

  private BareStream() {}

  /**
   * Measures in a JVM of its own, which optimises its code as it is meant to: what measures others
   * does not, and SHA-256 is ten times slower there on some processors. Takes some seconds.
   *
   * @param directory for two files, removed at the end
   * @return CPU-seconds for a byte, of sender and receiver together
   */
  public static double cpuSecondsPerByte(Path directory) throws IOException, InterruptedException {
    String answer =
        new Shell()
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BareStream.class.getName(),
                    directory.toString()))
            .strip();
    try {
      return Double.parseDouble(answer);
    } catch (NumberFormatException e) {
      throw new IOException("expected CPU-seconds for a byte, found " + answer, e);
    }
  }

  /**
   * Prints the CPU-seconds for a byte.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(measure(Path.of(args[0])));
  }

  private static double measure(Path directory) throws IOException, InterruptedException {
    Path from = directory.resolve("stream-from");
    Path to = directory.resolve("stream-to");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Files.write(from, new byte[CHUNK]);
      Future<Long> sent = threads.submit(() -> send(from, server));
      Future<Long> received = threads.submit(() -> receive(server, to));
      return (result(sent) + result(received)) / NANOS / ((long) MEASURED * CHUNK);
    } finally {
      threads.shutdownNow();
      Files.deleteIfExists(from);
      Files.deleteIfExists(to);
    }
  }

  private static long result(Future<Long> nanos) throws IOException, InterruptedException {
    try {
      return nanos.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("a stream over the loopback interface fails", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "a stream over the loopback interface takes more than " + DEADLINE_SECONDS + " s", e);
    }
  }

  private static long send(Path from, ServerSocketChannel server) throws Exception {
    try (SocketChannel socket = server.accept();
        FileChannel in = FileChannel.open(from)) {
      return cpuNanos(
          () -> {
            for (long sent = 0; sent < CHUNK; ) {
              sent += in.transferTo(sent, CHUNK - sent, socket);
            }
            return null;
          });
    }
  }

  private static long receive(ServerSocketChannel server, Path to) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    Sha256 digest = new Sha256();
    try (SocketChannel socket = SocketChannel.open(server.getLocalAddress());
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return cpuNanos(
          () -> {
            buffer.clear();
            while (buffer.hasRemaining()) {
              if (socket.read(buffer) < 0) {
                throw new IOException("the sender has ended");
              }
            }
            digest.update(buffer.flip());
            while (buffer.hasRemaining()) {
              out.write(buffer);
            }
            return digest.finish();
          });
    }
  }

  /** CPU of this thread for the measured chunks. */
  private static long cpuNanos(Callable<?> chunk) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < WARM_UP; i++) {
      chunk.call();
    }
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < MEASURED; i++) {
      chunk.call();
    }
    return threads.getCurrentThreadCpuTime() - before;
  }
}
