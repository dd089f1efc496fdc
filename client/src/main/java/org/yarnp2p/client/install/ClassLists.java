package org.yarnp2p.client.install;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.container.ClassList;
import org.yarnp2p.job.JobFiles;

/**
 * What the containers of a job have loaded.
 *
 * @param jvm version of their JVM
 * @param jars Hadoop's on their class path, in its order: absolute paths on the nodes
 * @param lines of all lists, each once: names of classes, then what belongs to their lambdas
 */
record ClassLists(String jvm, List<String> jars, List<String> lines) {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
  private static final String OF_LAMBDAS = "@";

  /** Those in a directory that are complete. */
  static List<Path> in(FileSystem fs, Path directory) throws IOException {
    return Arrays.stream(fs.globStatus(new Path(directory, "*" + ClassList.SUFFIX)))
        .map(FileStatus::getPath)
        .toList();
  }

  /**
   * Reads the lists in a directory.
   *
   * @throws IOException when there is none, or one of them is not a list
   */
  static ClassLists read(FileSystem fs, Path directory) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : in(fs, directory)) {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(fs.open(file), StandardCharsets.UTF_8))) {
        in.lines().forEach(all::add);
      }
    }
    return of(all);
  }

  /** Of the lines of several lists, one after the other. */
  static ClassLists of(List<String> all) throws IOException {
    List<String> jars =
        SEPARATOR
            .splitAsStream(value(all, ClassList.CLASS_PATH))
            .filter(entry -> entry.endsWith(".jar") && !isProgram(entry))
            .distinct()
            .toList();
    Set<String> classes = new LinkedHashSet<>();
    Set<String> lambdas = new LinkedHashSet<>();
    for (String line : all) {
      if (!line.startsWith("#")) {
        (line.startsWith(OF_LAMBDAS) ? lambdas : classes).add(line);
      }
    }
    List<String> lines = new ArrayList<>(classes);
    lines.addAll(lambdas);
    return new ClassLists(value(all, ClassList.JVM), jars, lines);
  }

  /** How many classes there are. */
  long classes() {
    return lines.stream().filter(line -> !line.startsWith(OF_LAMBDAS)).count();
  }

  private static boolean isProgram(String entry) {
    return new File(entry).getName().equals(JobFiles.JAR);
  }

  private static String value(List<String> lines, String begin) throws IOException {
    return lines.stream()
        .filter(line -> line.startsWith(begin))
        .findFirst()
        .map(line -> line.substring(begin.length()))
        .orElseThrow(() -> new IOException("no list of loaded classes has a line '" + begin + "'"));
  }
}
