package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

class ClassListTest {
  private final Configuration conf = P2pConf.create();
  @TempDir private Path directory;

  @Test
  void listOfTheJvmIsLeftWithWhatItIsOf() throws IOException {
    conf.set(P2pKeys.CLASS_LIST, directory.resolve("lists").toUri().toString());
    Files.createDirectory(directory.resolve("lists"));
    Files.writeString(directory.resolve("classes.lst"), "java/lang/Object\n");
    ClassList.leave(conf, directory, "rank1");
    assertThat(directory.resolve("lists").resolve("rank1.lst"))
        .hasContent(
            "# class path: %s\n# JVM: %s\njava/lang/Object\n"
                .formatted(
                    System.getProperty("java.class.path"), System.getProperty("java.vm.version")));
  }

  @Test
  void nobodyAskedForOne() throws IOException {
    ClassList.leave(conf, directory, "rank1");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void directoryThatHasBeenRemovedIsNotMadeAnew() throws IOException {
    conf.set(P2pKeys.CLASS_LIST, directory.resolve("lists").toUri().toString());
    Files.writeString(directory.resolve("classes.lst"), "java/lang/Object\n");
    ClassList.leave(conf, directory, "rank1");
    assertThat(directory.resolve("lists")).doesNotExist();
  }

  @Test
  void jobDoesNotFailForWantOfAList() {
    conf.set(P2pKeys.CLASS_LIST, directory.resolve("lists").toUri().toString());
    ClassList.leave(conf, directory, "rank1");
    assertThat(directory.resolve("classes.lst")).doesNotExist();
  }
}
