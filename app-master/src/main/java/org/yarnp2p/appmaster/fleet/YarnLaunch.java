package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
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
    spec.files().forEach((name, status) -> files.put(name, localResource(name, status)));
    Map<String, String> environment = new HashMap<>(spec.environment());
    environment.put(Environment.CLASSPATH.key(), classPath(spec, conf));
    return ContainerLaunchContext.newInstance(
        files,
        environment,
        List.of(spec.command().shellLine()),
        Map.of(),
        tokens(spec.credentials()),
        Map.of(ApplicationAccessType.VIEW_APP, P2pConf.text(conf, P2pKeys.VIEW_ACL)));
  }

  /** The program first, then the node's configuration and Hadoop. */
  private static String classPath(LaunchSpec spec, Configuration conf) {
    String[] hadoop = conf.getTrimmedStrings(YarnConfiguration.YARN_APPLICATION_CLASSPATH);
    if (hadoop.length == 0) {
      hadoop = YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH;
    }
    Set<String> entries = new LinkedHashSet<>();
    entries.add(
        spec.files().containsKey(JobFiles.PROGRAM)
            ? JobFiles.installed(JobFiles.JAR)
            : Environment.PWD.$$() + "/" + JobFiles.JAR);
    entries.add(Environment.HADOOP_CONF_DIR.$$());
    entries.addAll(List.of(hadoop));
    return String.join(ApplicationConstants.CLASS_PATH_SEPARATOR, entries);
  }

  /** A node keeps an installed program for further jobs of the same person. */
  private static LocalResource localResource(String name, FileStatus status) {
    boolean program = name.equals(JobFiles.PROGRAM);
    return LocalResource.newInstance(
        URL.fromPath(status.getPath()),
        program ? LocalResourceType.ARCHIVE : LocalResourceType.FILE,
        program ? LocalResourceVisibility.PRIVATE : LocalResourceVisibility.APPLICATION,
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
