package org.yarnp2p.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.model.Rank;

/** With the JVM of the test and a jar in the place of Hadoop's. */
class ProgramMakerTest {
  private static final String JVM = System.getProperty("java.vm.version");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir private Path directory;

  private Path jar;
  private Path hadoop;
  private Path work;

  @BeforeEach
  void fixture() throws IOException {
    jar = jar("p2p.jar", Rank.class);
    hadoop = jar("hadoop.jar", UsageException.class);
    work = Files.createDirectory(directory.resolve("work"));
  }

  private Path jar(String name, Class<?> type) throws IOException {
    Path file = directory.resolve(name);
    String entry = type.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream content = new JarOutputStream(out);
        InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
      content.putNextEntry(new JarEntry(entry));
      in.transferTo(content);
    }
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    return file;
  }

  private ClassLists lists(String jvm, Path jarOfHadoop) {
    return new ClassLists(
        jvm, List.of(jarOfHadoop.toString()), List.of("java/lang/Object", "java/lang/Record"));
  }

  private Path make() throws Exception {
    return new ProgramMaker(work, JAVA_HOME, JVM).make(jar, lists(JVM, hadoop));
  }

  /** As a NodeManager does it, somewhere else. */
  private Path container() throws Exception {
    Path packed = directory.resolve("program.tar.gz");
    Path made = make();
    try (OutputStream out = Files.newOutputStream(packed)) {
      ProgramMaker.pack(made, out);
    }
    FileUtils.deleteDirectory(work.toFile());
    Path cache = directory.resolve("cache");
    FileUtil.unTar(packed.toFile(), cache.toFile());
    Path container = Files.createDirectory(directory.resolve("container"));
    Files.createSymbolicLink(container.resolve("program"), cache);
    return container;
  }

  private static String run(Path container, Path javaHome, String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script)
            .directory(container.toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("CLASSPATH", "/etc/hadoop");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed.strip();
  }

  @Test
  void containerStartsFromTheArchive() throws Exception {
    Path container = container();
    assertThat(run(container, JAVA_HOME, "sh program/options"))
        .isEqualTo(
            "-Xlog:cds=off,cds+dynamic=off -XX:SharedArchiveFile=program/classes.jsa"
                + " -cp program/p2p.jar:%s:/etc/hadoop".formatted(hadoop));
    String script =
        "'%s/bin/java' -Xlog:class+load -Xshare:on $(sh program/options) %s"
            .formatted(JAVA_HOME, Rank.class.getName());
    assertThat(run(container, JAVA_HOME, script))
        .contains(Rank.class.getName() + " source: shared objects file");
  }

  @Test
  void nodeWithOtherJarsOfHadoopReadsItsOwn() throws Exception {
    Path container = container();
    Files.setLastModifiedTime(hadoop, FileTime.from(Instant.now()));
    assertThat(run(container, JAVA_HOME, "sh program/options")).isEmpty();
    Files.delete(hadoop);
    assertThat(run(container, JAVA_HOME, "sh program/options")).isEmpty();
  }

  @Test
  void nodeWithAnotherJavaReadsTheJars() throws Exception {
    Path container = container();
    Path other = Files.createDirectory(directory.resolve("jdk"));
    Files.writeString(other.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    assertThat(run(container, other, "sh program/options")).isEmpty();
  }

  @Test
  void installationNeedsTheJavaOfTheNodes() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> new ProgramMaker(work, JAVA_HOME, JVM).make(jar, lists("17.0.1+2", hadoop)))
        .withMessage(
            "the nodes have Java 17.0.1+2, this host has "
                + JVM
                + "; install on a node, or set JAVA_HOME to the same");
  }

  @Test
  void installationNeedsTheHadoopOfTheNodes() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () ->
                new ProgramMaker(work, JAVA_HOME, JVM)
                    .make(jar, lists(JVM, Path.of("/none/hadoop.jar"))))
        .withMessageContaining("/none/hadoop.jar, this host has not; install on a node");
  }
}
