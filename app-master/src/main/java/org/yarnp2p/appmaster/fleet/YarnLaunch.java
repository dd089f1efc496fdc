package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.apache.hadoop.yarn.api.records.ApplicationAccessType;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.URL;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobFiles;

/** A {@link LaunchSpec} in YARN's words. */
public final class YarnLaunch {
  private YarnLaunch() {}

  /** The size of the container. */
  public static Resource resource(LaunchSpec spec) {
    return Resource.newInstance(spec.memoryMb(), spec.vcores());
  }

  /**
   * What the container runs.
   *
   * @param conf says what the class path of YARN applications is, and who may see the job
   */
  public static ContainerLaunchContext context(LaunchSpec spec, Configuration conf) {
    Map<String, LocalResource> files = new HashMap<>();
    spec.files().forEach((name, status) -> files.put(name, localResource(status)));
    Map<String, String> environment = new HashMap<>(spec.environment());
    environment.put(Environment.CLASSPATH.key(), classPath(conf));
    return ContainerLaunchContext.newInstance(
        files,
        environment,
        List.of(spec.command().shellLine()),
        Map.of(),
        tokens(spec.credentials()),
        Map.of(ApplicationAccessType.VIEW_APP, P2pConf.text(conf, P2pKeys.VIEW_ACL)));
  }

  /**
   * The program first, then the node's configuration and Hadoop. With a class archive Hadoop's jars
   * come first, and directories last: an archive is of jars and fits where they are the beginning
   * of the class path, and the program is another file with each job. No class is in both.
   */
  private static String classPath(Configuration conf) {
    String[] hadoop = conf.getTrimmedStrings(YarnConfiguration.YARN_APPLICATION_CLASSPATH);
    if (hadoop.length == 0) {
      hadoop = YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH;
    }
    String program = Environment.PWD.$$() + "/" + JobFiles.JAR;
    String configuration = Environment.HADOOP_CONF_DIR.$$();
    Set<String> entries = new LinkedHashSet<>();
    if (!P2pConf.text(conf, P2pKeys.CLASS_ARCHIVE).isEmpty()) {
      Arrays.stream(hadoop).filter(YarnLaunch::isJars).forEach(entries::add);
    }
    entries.add(program);
    entries.add(configuration);
    entries.addAll(List.of(hadoop));
    return String.join(ApplicationConstants.CLASS_PATH_SEPARATOR, entries);
  }

  private static boolean isJars(String entry) {
    return entry.endsWith(".jar") || entry.endsWith("*");
  }

  private static LocalResource localResource(FileStatus status) {
    return LocalResource.newInstance(
        URL.fromPath(status.getPath()),
        LocalResourceType.FILE,
        LocalResourceVisibility.APPLICATION,
        status.getLen(),
        status.getModificationTime());
  }

  private static ByteBuffer tokens(Credentials credentials) {
    try (DataOutputBuffer buffer = new DataOutputBuffer()) {
      credentials.writeTokenStorageToStream(buffer);
      return ByteBuffer.wrap(buffer.getData(), 0, buffer.getLength());
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
  }
}
