package org.yarnp2p.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What stands behind the paths of the input, as this host sees it. */
final class Storage {
  private final Configuration conf;
  private final ParallelLook look;

  /** File systems, by scheme and authority, that did not answer; they are not asked again. */
  private final Map<String, String> unreachable = new ConcurrentHashMap<>();

  Storage(Configuration conf) {
    this.conf = conf;
    this.look = new ParallelLook(conf);
  }

  /**
   * A path to look at.
   *
   * @param path as in the input, with its scheme
   * @param toRead whether it must also be possible to open it
   */
  record Question(Path path, boolean toRead) {}

  /** What is there. */
  sealed interface Answer {
    /** A file. */
    record File(StoredFile file) implements Answer {}

    /** A directory. */
    record Directory() implements Answer {}

    /** A pipe, a socket or a device of this host. */
    record Special() implements Answer {}

    /** Nothing. */
    record Nothing() implements Answer {}

    /** Nobody knows, with the reason. */
    record Unknown(String reason) implements Answer {}
  }

  /** Answers all questions. */
  Map<Question, Answer> ask(Set<Question> questions) throws InterruptedException {
    return look.at(questions, this::answer, (question, reason) -> new Answer.Unknown(reason));
  }

  /**
   * The path with the authority that the configuration gives, so that two ways of writing one path
   * are equal; as it is when the file system is not known.
   */
  Path qualified(Path path) {
    try {
      return path.getFileSystem(conf).makeQualified(path);
    } catch (IOException | RuntimeException e) {
      // The same failure is the answer to the question about the path itself.
      return path;
    }
  }

  private Answer answer(Question question) {
    Path path = question.path();
    String system = path.toUri().getScheme() + "://" + path.toUri().getAuthority();
    String known = unreachable.get(system);
    if (known != null) {
      return new Answer.Unknown(known);
    }
    try {
      return examine(path.getFileSystem(conf), path, question.toRead());
    } catch (FileNotFoundException e) {
      return new Answer.Nothing();
    } catch (ConnectException
        | NoRouteToHostException
        | SocketTimeoutException
        | UnknownHostException e) {
      unreachable.put(system, Failure.reason(e));
      return new Answer.Unknown(Failure.reason(e));
    } catch (IOException | RuntimeException e) {
      // File systems throw unchecked exceptions too, for instance about an unknown host.
      return new Answer.Unknown(Failure.reason(e));
    }
  }

  private static Answer examine(FileSystem system, Path path, boolean toRead) throws IOException {
    FileStatus status = LocalFiles.status(system, path);
    if (status.isDirectory()) {
      return new Answer.Directory();
    }
    if (toRead) {
      if (LocalFiles.isSpecial(system, path)) {
        return new Answer.Special();
      }
      open(system, path);
    }
    return new Answer.File(
        new StoredFile(
            system.makeQualified(path).toUri(), status.getLen(), status.getModificationTime()));
  }

  /** Permission to read shows for certain only when a file is opened. */
  private static void open(FileSystem system, Path path) throws IOException {
    try {
      system.open(path).close();
    } catch (FileNotFoundException e) {
      // So the local file system says that it is not allowed to.
      throw new IOException(e.getMessage(), e);
    }
  }
}
