package org.yarnp2p.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
    Eventually.isTrue(() -> find(cluster, rank).isPresent());
    return find(cluster, rank).orElseThrow();
  }

  private static Optional<ContainerProcess> find(TestCluster cluster, int rank) {
    return cluster.containers().stream()
        .filter(p -> p.info().command().filter(c -> c.endsWith("java")).isPresent())
        .filter(p -> environment(p).contains(LaunchEnvironment.RANK + "=" + rank))
        .map(ContainerProcess::new)
        .findAny();
  }

  private static Set<String> environment(ProcessHandle process) {
    try {
      String all = Files.readString(proc(process, "environ"), StandardCharsets.UTF_8);
      return new HashSet<>(Arrays.asList(all.split("\0")));
    } catch (IOException e) {
      return Set.of(); // it has ended
    }
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
