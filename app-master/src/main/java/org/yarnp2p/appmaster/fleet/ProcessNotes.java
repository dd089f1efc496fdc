package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which processes have their files in a job's directory, for those who come when the one that has
 * started them is gone: {@code WORK/processes/4711} holds the time when that process was started.
 */
public final class ProcessNotes {
  /** What the system says of the past is by its clock, which may have been set since. */
  private static final Duration CLOCK_ERROR = Duration.ofMinutes(1);

  private ProcessNotes() {}

  /**
   * Notes a process that has just been started.
   *
   * @param work the job's directory
   */
  static void note(Path work, ProcessHandle process) throws IOException {
    Path notes = Files.createDirectories(directory(work));
    Instant start = process.info().startInstant().orElseGet(Instant::now);
    Files.writeString(notes.resolve(Long.toString(process.pid())), start.toString());
  }

  /**
   * Whether any process lives that was noted there.
   *
   * @param work the job's directory
   * @throws IOException when the notes cannot be read
   */
  public static boolean anyLives(Path work) throws IOException {
    if (!Files.isDirectory(directory(work))) {
      return false;
    }
    try (Stream<Path> notes = Files.list(directory(work))) {
      for (Path note : notes.toList()) {
        if (lives(note)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Path directory(Path work) {
    return work.resolve("processes");
  }

  /** Of a process whose start cannot be compared it is enough that its number is in use. */
  private static boolean lives(Path note) throws IOException {
    Optional<ProcessHandle> process =
        ProcessHandle.of(Long.parseLong(note.getFileName().toString()))
            .filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    Optional<Instant> start = process.get().info().startInstant();
    try {
      Instant noted = Instant.parse(Files.readString(note));
      return start.isEmpty()
          || Duration.between(noted, start.get()).abs().compareTo(CLOCK_ERROR) < 0;
    } catch (DateTimeException e) {
      return true; // the note is not complete: whoever wrote it was ended
    }
  }
}
