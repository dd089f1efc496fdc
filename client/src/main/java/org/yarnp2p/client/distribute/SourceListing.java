package org.yarnp2p.client.distribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.distribute.SourceTree.SourceFile;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.job.Distribution.Attributes;
import org.yarnp2p.job.Distribution.Directory;

/**
 * Finds what stands behind {@code --source}, the way {@code hadoop fs -get} does: a file arrives
 * under its name, a directory as a directory of its name, a directory written with a slash at its
 * end without that directory, and {@code *}, {@code ?}, {@code [..]}, {@code {..}} are patterns.
 */
final class SourceListing {
  /** Directly below the target: what an earlier distribution has noted. */
  private static final String RESERVED = ".p2p-";

  private static final int MOST_NAME_BYTES = 255;
  private static final int MOST_PROBLEMS = 20;

  private final Configuration conf;
  private final SourceAccess access;
  private final ListingNotes notes;
  private final LocalTree local = new LocalTree();
  private final List<Path> roots = new ArrayList<>();

  /** With a slash at the end where only the contents are meant. */
  private final Set<String> taken = new HashSet<>();

  private final TreeMap<String, SourceFile> files = new TreeMap<>();
  private final TreeMap<String, Directory> directories = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private SourceListing(Configuration conf, SourceAccess access, ListingNotes notes) {
    this.conf = conf;
    this.access = access;
    this.notes = notes;
  }

  /**
   * Lists all sources.
   *
   * @param sources as on the command line
   * @throws UsageException with every source that is not there, every file that cannot be read, and
   *     every path that two sources have
   */
  static SourceTree of(Configuration conf, List<String> sources, ListingNotes notes)
      throws UsageException, IOException {
    SourceListing listing = new SourceListing(conf, SourceAccess.ofCurrentUser(), notes);
    sources.forEach(listing::add);
    for (String name : listing.files.keySet()) {
      if (listing.directories.containsKey(name)) {
        listing.problems.add(
            name
                + ": a file of one source ("
                + listing.files.get(name).path()
                + ") and a directory of another; distribute them to different targets");
      }
    }
    listing.refuseNameless();
    listing.refuse();
    return new SourceTree(
        listing.roots,
        List.copyOf(listing.files.values()),
        List.copyOf(listing.directories.values()),
        listing.local.dangling());
  }

  private void refuseNameless() {
    for (java.nio.file.Path path : local.nameless()) {
      problems.add(
          path
              + ": the name is not in the character set of this command ("
              + System.getProperty("sun.jnu.encoding")
              + "), so it cannot be read; set LC_ALL=C.UTF-8, or rename it");
    }
  }

  private void refuse() throws UsageException {
    if (problems.isEmpty() && files.isEmpty() && directories.isEmpty()) {
      String named = roots.stream().map(Path::toString).collect(Collectors.joining(", "));
      problems.add("--source: there is nothing in " + named + "; nothing to distribute");
    }
    if (problems.size() > MOST_PROBLEMS) {
      int more = problems.size() - MOST_PROBLEMS;
      problems.subList(MOST_PROBLEMS, problems.size()).clear();
      problems.add("... and " + more + " more");
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private void add(String source) {
    if (source.isBlank()) {
      problems.add("--source is empty: say which files or directories");
      return;
    }
    try {
      Path path = new Path(source);
      FileSystem fs = path.getFileSystem(conf);
      FileStatus[] found = find(fs, path);
      if (found == null || found.length == 0) {
        problems.add(
            "--source " + source + ": there is no " + fs.makeQualified(path) + lostLetters(source));
        return;
      }
      for (FileStatus status : found) {
        Path root = fs.makeQualified(status.getPath());
        boolean contentsOnly = status.isDirectory() && (root.isRoot() || source.endsWith("/"));
        if (!taken.add(root + (contentsOnly ? "/" : ""))) {
          problems.add("--source " + source + ": " + root + " is a source already; say it once");
          continue;
        }
        roots.add(root);
        if (status.isDirectory()) {
          addDirectory(fs, status, contentsOnly);
        } else {
          addFile(fs, root.getName(), status);
        }
      }
    } catch (IOException | RuntimeException e) {
      // File systems throw unchecked exceptions too, for instance about an unknown host.
      problems.add("--source " + source + ": " + Reason.of(e));
    }
  }

  /** Java puts this character where the command line has letters that the locale lacks. */
  private static String lostLetters(String source) {
    return source.indexOf('\uFFFD') < 0
        ? ""
        : "; the character set of this command is "
            + System.getProperty("sun.jnu.encoding")
            + ", LC_ALL=C.UTF-8 has all letters";
  }

  /** A name with the characters of a pattern counts before the pattern. */
  private FileStatus[] find(FileSystem fs, Path path) throws IOException {
    try {
      return new FileStatus[] {LocalFiles.status(fs, path)};
    } catch (FileNotFoundException e) {
      for (String alternative : GlobExpander.expand(path.toUri().getPath())) {
        local.lookAlong(fs, new Path(alternative));
      }
      return fs.globStatus(path);
    }
  }

  private void addDirectory(FileSystem fs, FileStatus top, boolean contentsOnly)
      throws IOException {
    String name = top.getPath().getName();
    if (!contentsOnly) {
      addDirectory(name, fs, top);
    }
    walk(fs, top.getPath(), contentsOnly ? "" : name + "/");
  }

  private void walk(FileSystem fs, Path directory, String prefix) throws IOException {
    if (!local.enter(fs, directory)) {
      problems.add(directory + ": a link back to a directory that it is in; remove it");
      return;
    }
    try {
      list(fs, directory, prefix);
    } finally {
      local.leave(fs);
    }
  }

  private void list(FileSystem fs, Path directory, String prefix) throws IOException {
    local.look(fs, directory);
    RemoteIterator<FileStatus> content = fs.listStatusIterator(directory);
    while (content.hasNext()) {
      FileStatus status = content.next();
      String name = prefix + status.getPath().getName();
      if (status.isDirectory()) {
        addDirectory(name, fs, status);
        walk(fs, status.getPath(), name + "/");
      } else {
        addFile(fs, name, status);
      }
    }
  }

  /** A directory that two sources have is one; it looks like the first. */
  private void addDirectory(String name, FileSystem fs, FileStatus status) throws IOException {
    directories.putIfAbsent(name, new Directory(name, attributes(fs, status)));
  }

  private void addFile(FileSystem fs, String name, FileStatus status) throws IOException {
    Path path = fs.makeQualified(status.getPath());
    if (LocalFiles.isSpecial(fs, path)) {
      problems.add(path + ": found something that is not a regular file; leave it out");
    } else {
      access.objection(fs, status).ifPresent(problems::add);
    }
    if (LocalFiles.isLocal(fs) && path.getName().indexOf(':') >= 0) {
      problems.add(path + ": Hadoop cannot open a local file with ':' in its name; rename it");
    }
    if (name.startsWith(RESERVED)) {
      problems.add(path + ": the target keeps its own files under names with " + RESERVED);
    }
    if (path.getName().getBytes(UTF_8).length > MOST_NAME_BYTES) {
      problems.add(path + ": the name is longer than " + MOST_NAME_BYTES + " bytes; rename it");
    }
    SourceFile file = new SourceFile(name, path, status.getLen(), attributes(fs, status));
    SourceFile other = files.putIfAbsent(name, file);
    notes.found(files.size(), path);
    if (other != null) {
      problems.add(
          other.path().equals(path)
              ? name + ": " + path + " is in two of the sources; leave one of them out"
              : name
                  + ": both "
                  + other.path()
                  + " and "
                  + path
                  + " would arrive there; distribute them to different targets");
    }
  }

  private static Attributes attributes(FileSystem fs, FileStatus status) throws IOException {
    return new Attributes(LocalFiles.permission(fs, status), status.getModificationTime());
  }
}
