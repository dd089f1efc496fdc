package org.yarnp2p.client.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.job.JobFiles;

/**
 * Makes a program that can be installed: {@code p2p.jar}, a class-data archive of it and Hadoop's
 * jars, and a script that tells on a node whether the archive fits there. A JVM takes an archive
 * only with the very jars that it was made with, known by path, length and time; that of {@code
 * p2p.jar} is seen from a container's working directory, and a tar file keeps its time.
 */
final class ProgramMaker {
  private static final String ARCHIVE = "classes.jsa";
  private static final String JARS = "jars";
  private static final String RELEASE = "release";
  private static final String LOG = "dump.log";
  private static final String CLASS = ".class";
  private static final Pattern OF_CONTAINERS =
      Pattern.compile("org/yarnp2p/(?!client/|shaded/).*\\.class");
  private static final long DUMP_MINUTES = 10;
  private static final int READABLE = 0444;

  private final Path work;
  private final Path javaHome;
  private final String jvm;

  /**
   * With the JVM of this process.
   *
   * @param work an empty directory, which the caller removes
   */
  ProgramMaker(Path work) {
    this(work, Path.of(System.getProperty("java.home")), System.getProperty("java.vm.version"));
  }

  ProgramMaker(Path work, Path javaHome, String jvm) {
    this.work = work;
    this.javaHome = javaHome;
    this.jvm = jvm;
  }

  /**
   * Makes one.
   *
   * @return its directory
   * @throws UsageException when this host is not like the nodes
   */
  Path make(Path jar, ClassLists lists) throws IOException, UsageException, InterruptedException {
    check(lists);
    Path program = Files.createDirectory(work.resolve(JobFiles.PROGRAM));
    Path copy = program.resolve(JobFiles.JAR);
    Files.copy(jar, copy, StandardCopyOption.COPY_ATTRIBUTES);
    List<String> lines = new ArrayList<>();
    for (String path : lists.jars()) {
      Path file = Path.of(path);
      lines.add(
          "%s %d %d"
              .formatted(
                  path, Files.size(file), Files.getLastModifiedTime(file).to(TimeUnit.SECONDS)));
    }
    Files.write(program.resolve(JARS), lines);
    Files.copy(javaHome.resolve(RELEASE), program.resolve(RELEASE));
    try (InputStream script = ProgramMaker.class.getResourceAsStream(JobFiles.OPTIONS)) {
      Files.copy(script, program.resolve(JobFiles.OPTIONS));
    }
    Path list = Files.write(work.resolve("classes.lst"), lists.lines());
    Files.write(list, classes(jar), StandardOpenOption.APPEND);
    List<String> jars = new ArrayList<>(List.of(JobFiles.installed(JobFiles.JAR)));
    jars.addAll(lists.jars());
    run(
        javaHome.resolve("bin/java").toString(),
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + list,
        "-XX:SharedArchiveFile=" + JobFiles.installed(ARCHIVE),
        "-cp",
        String.join(":", jars));
    // As a container does, but an archive that does not fit is an error.
    run(
        "sh",
        "-c",
        "options=$(sh %s) && test -n \"$options\" && exec '%s' -Xshare:on $options -version"
            .formatted(JobFiles.installed(JobFiles.OPTIONS), javaHome.resolve("bin/java")));
    return program;
  }

  /** All that containers may load of it: a job of another kind loads others. */
  private static List<String> classes(Path jar) throws IOException {
    try (JarFile content = new JarFile(jar.toFile())) {
      return content.stream()
          .map(JarEntry::getName)
          .filter(name -> OF_CONTAINERS.matcher(name).matches())
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .toList();
    }
  }

  private void check(ClassLists lists) throws UsageException {
    if (!lists.jvm().equals(jvm)) {
      throw new UsageException(
          "the nodes have Java "
              + lists.jvm()
              + ", this host has "
              + jvm
              + "; install on a node, or set JAVA_HOME to the same");
    }
    if (!Files.isReadable(javaHome.resolve(RELEASE))) {
      throw new UsageException(
          javaHome + " has no file '" + RELEASE + "', by which nodes know the same Java");
    }
    for (String path : lists.jars()) {
      if (!Files.isReadable(Path.of(path))) {
        throw new UsageException(
            "the nodes have Hadoop's jar " + path + ", this host has not; install on a node");
      }
      if (path.contains(" ")) {
        throw new UsageException("the path of Hadoop's jar '" + path + "' has a blank in it");
      }
    }
  }

  private void run(String... words) throws IOException, InterruptedException {
    Path log = work.resolve(LOG);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("CLASSPATH", "");
    Process process = builder.start();
    try {
      if (!process.waitFor(DUMP_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(words[0] + " has not ended after " + DUMP_MINUTES + " minutes");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException("no class-data archive could be made: " + lastLine(log));
    }
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return lines.isEmpty() ? "no reason given" : lines.get(lines.size() - 1);
  }

  /** Writes the files of a directory as a compressed tar file, with their times. */
  static void pack(Path directory, OutputStream to) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(to));
        Stream<Path> files = Files.list(directory)) {
      files.sorted().forEach(file -> add(tar, file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(TarArchiveOutputStream tar, Path file) {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(file.getFileName().toString());
      entry.setSize(Files.size(file));
      entry.setMode(READABLE);
      FileTime time = Files.getLastModifiedTime(file);
      entry.setModTime(FileTime.from(time.to(TimeUnit.SECONDS), TimeUnit.SECONDS));
      tar.putArchiveEntry(entry);
      Files.copy(file, tar);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
