package org.yarnp2p.client.submit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/** A small job on the local file system, ready to be submitted. */
public final class JobFixture {
  private final Path directory;
  private final Configuration conf = new YarnConfiguration(P2pConf.create());

  /** With its files below a directory. */
  public JobFixture(Path directory) throws IOException {
    this.directory = directory;
    Path input = Files.createDirectory(directory.resolve("in"));
    Files.writeString(input.resolve("in1.txt"), "1\na 2\none\ntwo\n0\n");
    Files.writeString(input.resolve("in2.txt"), "0\n2\na\na2 " + directory.toUri() + "t/\n");
    Files.writeString(input.resolve("in3.txt"), "1\na2 1\nx\n1\na2\n");
    conf.set("fs.defaultFS", "file:///");
    conf.set(P2pKeys.STAGING_DIR, directory.resolve("staging").toString());
    conf.set(P2pKeys.JOB_JAR, jar("p2p.jar", JobJarTest.CLASSES).toString());
  }

  /** A jar with empty entries. */
  public Path jar(String name, String... entries) throws IOException {
    Path jar = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream content = new JarOutputStream(out)) {
      for (String entry : entries) {
        content.putNextEntry(new JarEntry(entry));
        content.closeEntry();
      }
    }
    return jar;
  }

  /** To change and to use. */
  public Configuration conf() {
    return conf;
  }

  /** Where the input is. */
  public Path input() {
    return directory.resolve("in");
  }

  /** Where the output will be. */
  public Path output() {
    return directory.resolve("out");
  }

  /** Below it, the staging directory of each job. */
  public Path staging() {
    return directory.resolve("staging");
  }

  /** The job, checked. */
  public RunRequest request() throws UsageException, IOException, InterruptedException {
    return RunRequest.check(conf, null, input().toString(), output().toString(), false, false);
  }
}
