package org.yarnp2p.appmaster.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.security.Credentials;

/**
 * All that a fleet must know to start one container.
 *
 * @param kind which program
 * @param memoryMb of the container, MiB
 * @param vcores of the container
 * @param command that it runs
 * @param environment variables beyond those that every container has
 * @param credentials of its token file; not to be changed
 * @param files of the staging directory, by their names in the container's working directory
 */
public record LaunchSpec(
    ContainerKind kind,
    int memoryMb,
    int vcores,
    JavaCommand command,
    Map<String, String> environment,
    Credentials credentials,
    Map<String, FileStatus> files) {
  /** Copies the maps. */
  public LaunchSpec {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    files = Map.copyOf(files);
  }

  /** The size of the container, for messages. */
  String size() {
    return memoryMb + " MiB and " + vcores + (vcores == 1 ? " vcore" : " vcores");
  }
}
