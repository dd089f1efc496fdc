package org.yarnp2p.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListsTest {
  private static final List<String> LINES =
      List.of(
          "# class path: /c1/p2p.jar:/etc/hadoop:/h/b.jar:/h/a.jar:/h/b.jar",
          "# JVM: 17.0.1+2",
          "# NOTE: Do not modify this file.",
          "java/lang/Object",
          "@lambda-proxy one",
          "# class path: /c2/p2p.jar:/h/a.jar",
          "# JVM: 17.0.1+2",
          "java/lang/Object",
          "org/yarnp2p/B",
          "@lambda-proxy one",
          "@lambda-form-invoker two");

  @Test
  void eachClassIsThereOnceAndLambdasComeAfterAllClasses() throws IOException {
    assertThat(ClassLists.of(LINES).lines())
        .containsExactly(
            "java/lang/Object", "org/yarnp2p/B", "@lambda-proxy one", "@lambda-form-invoker two");
    assertThat(ClassLists.of(LINES).classes()).isEqualTo(2);
  }

  @Test
  void jarsOfHadoopKeepTheirOrder() throws IOException {
    assertThat(ClassLists.of(LINES).jars()).containsExactly("/h/b.jar", "/h/a.jar");
    assertThat(ClassLists.of(LINES).jvm()).isEqualTo("17.0.1+2");
  }

  @Test
  void allCompleteListsOfADirectoryAreRead(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("rank0.lst"), LINES.subList(0, 5));
    Files.write(directory.resolve("rank1.lst"), LINES.subList(5, 11));
    Files.writeString(directory.resolve("rank2.lst.part"), "org/yarnp2p/C");
    FileSystem fs = FileSystem.getLocal(new Configuration(false));
    assertThat(ClassLists.read(fs, new org.apache.hadoop.fs.Path(directory.toUri())).lines())
        .hasSize(4);
  }

  @Test
  void fileThatIsNoListIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> ClassLists.of(List.of("java/lang/Object")))
        .withMessageContaining("# class path:");
  }
}
