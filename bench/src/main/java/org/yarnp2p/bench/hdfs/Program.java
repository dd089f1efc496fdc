package org.yarnp2p.bench.hdfs;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yarnp2p.bench.machine.Processes;

/**
 * A process whose output tells how far it has come: it reaches milestones, texts that come one
 * after the other. Its output is kept in a file.
 */
final class Program implements AutoCloseable {
  /**
   * A milestone that was reached.
   *
   * @param text that has matched
   * @param nanos when, on the clock of {@link System#nanoTime}
   */
  record Milestone(String text, long nanos) {}

  /** The last line of this kind says more than the very last line. */
  private static final Pattern TROUBLE = Pattern.compile(" (ERROR|FATAL) |Exception: ");

  private final String name;
  private final Path log;
  private final Process process;
  private final List<Pattern> patterns;
  private final List<CompletableFuture<Milestone>> milestones;
  private final CompletableFuture<String> lastWords = new CompletableFuture<>();

  private Program(String name, Path log, Process process, List<Pattern> patterns) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.patterns = patterns;
    this.milestones =
        Stream.generate(CompletableFuture<Milestone>::new).limit(patterns.size()).toList();
  }

  /**
   * Starts a program.
   *
   * @param name for messages, and of its log
   * @param directory where it works, and where the log is
   * @param patterns of the milestones
   */
  static Program start(String name, Path directory, List<String> command, List<Pattern> patterns)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HADOOP_"));
    Program program =
        new Program(name, directory.resolve(name + ".log"), builder.start(), patterns);
    Thread reader = new Thread(program::read, "output of " + name);
    reader.setDaemon(true);
    reader.start();
    return program;
  }

  private void read() {
    String last = "no output";
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter out = Files.newBufferedWriter(log)) {
      int next = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        last = TROUBLE.matcher(line).find() || !TROUBLE.matcher(last).find() ? line : last;
        Matcher matcher = next < patterns.size() ? patterns.get(next).matcher(line) : null;
        if (matcher != null && matcher.find()) {
          milestones.get(next).complete(new Milestone(matcher.group(), System.nanoTime()));
          next++;
        }
      }
    } catch (IOException e) {
      last = "its output cannot be read: " + e.getMessage();
    }
    IOException ended = new IOException(name + " has ended early: " + last);
    milestones.forEach(milestone -> milestone.completeExceptionally(ended));
    lastWords.complete(last);
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws IOException {
    BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8);
    in.write(line + "\n");
    in.flush();
  }

  /**
   * Waits for a milestone, counted from 0.
   *
   * @param seconds how long at most
   * @throws IOException when the program ends before, or does not get there in time
   */
  Milestone await(int milestone, long seconds) throws IOException, InterruptedException {
    return await(milestones.get(milestone), seconds);
  }

  /**
   * Waits for the end of the program.
   *
   * @param seconds how long at most
   * @throws IOException when it fails, or does not end in time
   */
  void awaitSuccess(long seconds) throws IOException, InterruptedException {
    String last = await(lastWords, seconds);
    int exit = await(process.onExit(), seconds).exitValue();
    if (exit != 0) {
      throw new IOException(name + " has failed with exit status " + exit + ": " + last);
    }
  }

  private <T> T await(CompletableFuture<T> future, long seconds)
      throws IOException, InterruptedException {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(name + " has not got far enough after " + seconds + " s: " + log, e);
    }
  }

  /** Kills it, also on an interrupted thread; there is nothing of it that should stay. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      Processes.kill(List.of(process.toHandle()));
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
