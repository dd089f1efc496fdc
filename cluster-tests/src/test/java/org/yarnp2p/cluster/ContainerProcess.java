package org.yarnp2p.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.yarnp2p.appmaster.fleet.MasterEnvironment;
import org.yarnp2p.job.LaunchEnvironment;

/**
 * The Java process of a container, as Linux shows it in /proc.
 *
 * @param handle to end it
 */
record ContainerProcess(ProcessHandle handle) {
  private static final String LISTEN = "0A";

  /** The process of a rank; waits until it has been started. */
  static ContainerProcess of(TestCluster cluster, int rank) throws Exception {
    return latest(cluster, p -> p.rank().filter(Integer.toString(rank)::equals).isPresent());
  }

  /** The process of the ApplicationMaster; waits until it has been started. */
  static ContainerProcess master(TestCluster cluster) throws Exception {
    return latest(
        cluster, p -> p.variable(MasterEnvironment.STAGING_DIR).isPresent() && p.rank().isEmpty());
  }

  private static ContainerProcess latest(TestCluster cluster, Predicate<ContainerProcess> is)
      throws Exception {
    Callable<Optional<ContainerProcess>> find =
        () ->
            cluster.containers().stream()
                .filter(p -> p.info().command().filter(c -> c.endsWith("java")).isPresent())
                .map(ContainerProcess::new)
                .filter(is)
                .max(Comparator.comparing(ContainerProcess::container));
    Eventually.isTrue(() -> find.call().isPresent());
    return find.call().orElseThrow();
  }

  private Optional<String> rank() {
    return variable(LaunchEnvironment.RANK);
  }

  /** That of the latest job is the highest. The ApplicationMaster before it may be ending still. */
  private String container() {
    return variable(Environment.CONTAINER_ID.key()).orElse("");
  }

  private Optional<String> variable(String name) {
    try {
      String all = Files.readString(proc(handle, "environ"), StandardCharsets.UTF_8);
      return Stream.of(all.split("\0", -1))
          .filter(variable -> variable.startsWith(name + "="))
          .map(variable -> variable.substring(name.length() + 1))
          .findAny();
    } catch (IOException e) {
      return Optional.empty(); // it has ended
    }
  }

  /** What YARN has given to the container. */
  Credentials credentials() throws IOException {
    String file = variable(UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION).orElseThrow();
    return Credentials.readTokenStorageFile(new File(file), new Configuration());
  }

  /** SIGKILL. */
  void kill() {
    handle.destroyForcibly();
  }

  /** TCP ports that the process listens on. */
  List<Integer> listeningPorts() throws IOException {
    Set<String> sockets = sockets();
    List<Integer> ports = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(proc(handle, "net/" + table))) {
        String[] column = line.strip().split("\\s+", -1);
        if (column[3].equals(LISTEN) && sockets.contains("socket:[" + column[9] + "]")) {
          ports.add(Integer.parseInt(column[1].substring(column[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  private Set<String> sockets() throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(proc(handle, "fd"))) {
      for (Path descriptor : descriptors.toList()) {
        target(descriptor).ifPresent(sockets::add);
      }
    }
    return sockets;
  }

  private static Optional<String> target(Path descriptor) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (NoSuchFileException e) {
      return Optional.empty(); // closed meanwhile
    }
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
