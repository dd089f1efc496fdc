package org.yarnp2p.client.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ClassUtil;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/** The {@code p2p.jar} that goes to the containers. */
public final class JobJar {
  /** The program of a peer: in every p2p.jar, and in no other jar of the build. */
  private static final String CONTAINER = "org/yarnp2p/peer/PeerContainer.class";

  private static final String CLIENT = "org/yarnp2p/client/P2p.class";

  private JobJar() {}

  /**
   * The jar that {@code p2p.job.jar} names, else the one that this program runs from.
   *
   * @throws UsageException when neither is a p2p.jar
   */
  public static Path find(Configuration conf) throws UsageException {
    String named = P2pConf.text(conf, P2pKeys.JOB_JAR);
    if (!named.isEmpty()) {
      return checked(Path.of(named), P2pKeys.JOB_JAR);
    }
    String own = ClassUtil.findContainingJar(JobJar.class);
    if (own == null) {
      throw new UsageException(
          "this program does not run from a p2p.jar; set " + P2pKeys.JOB_JAR + " to its path");
    }
    return checked(Path.of(own), "the jar that this program runs from");
  }

  private static Path checked(Path jar, String origin) throws UsageException {
    if (!Files.isRegularFile(jar)) {
      throw new UsageException(origin + ": there is no file " + jar);
    }
    try (JarFile content = new JarFile(jar.toFile())) {
      if (content.getEntry(CONTAINER) == null || content.getEntry(CLIENT) == null) {
        throw new UsageException(
            origin + ": " + jar + " is not a p2p.jar; set " + P2pKeys.JOB_JAR + " to its path");
      }
    } catch (IOException e) {
      throw new UsageException(origin + ": " + jar + " cannot be read as a jar: " + e.getMessage());
    }
    return jar.toAbsolutePath();
  }
}
