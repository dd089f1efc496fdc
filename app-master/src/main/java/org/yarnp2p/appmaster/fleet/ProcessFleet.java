package org.yarnp2p.appmaster.fleet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Member;

/**
 * The same containers as processes of this host, without a cluster, as {@code mpirun} would start
 * them. Stopping this service ends every process that it has started.
 */
public final class ProcessFleet extends AbstractService implements Fleet {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFleet.class);

  private final FleetListener listener;
  private final Path workDirectory;
  private final ProcessOptions options;
  private final Map<Member, Process> processes = new HashMap<>();
  private long stopMillis;
  private int asked;
  private boolean closed;

  /**
   * @param workDirectory gets a directory for each rank; the caller removes it
   */
  public ProcessFleet(FleetListener listener, Path workDirectory, ProcessOptions options) {
    super(ProcessFleet.class.getSimpleName());
    this.listener = listener;
    this.workDirectory = workDirectory;
    this.options = options;
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    stopMillis = P2pConf.millis(conf, P2pKeys.STOP_TIMEOUT);
    super.serviceInit(conf);
  }

  @Override
  public void launch(Member member, LaunchSpec spec, String near) {
    ProcessDirectory directory = ProcessDirectory.of(workDirectory, member);
    Process process;
    try {
      directory.lay(spec, getConfig());
      process = start(member, spec, directory);
    } catch (IOException e) {
      LOG.warn("{} cannot be started", member, e);
      listener.ended(member, ExitReport.notStarted(Causes.sentence(e)));
      return;
    }
    if (process == null) {
      listener.ended(member, ExitReport.notStarted("the job is ending"));
      return;
    }
    LOG.info("Started {} as process {} in {}", member, process.pid(), directory.path());
    listener.launched(member, options.host().apply(member.rank()), "process " + process.pid());
    var unused = process.onExit().thenAccept(ended -> ended(member, ended.exitValue(), directory));
  }

  /** Starts the process unless the fleet is closed; no process is started that is not noted. */
  private synchronized Process start(Member member, LaunchSpec spec, ProcessDirectory directory)
      throws IOException {
    if (closed) {
      return null;
    }
    asked++;
    Process process = builder(member, spec, directory).start();
    processes.put(member, process);
    note(process);
    return process;
  }

  /** Nothing of the job needs it: that is what others learn who lives when this process is gone. */
  private void note(Process process) {
    try {
      ProcessNotes.note(workDirectory, process.toHandle());
    } catch (IOException e) {
      LOG.warn("Process {} could not be noted in {}", process.pid(), workDirectory, e);
    }
  }

  private ProcessBuilder builder(Member member, LaunchSpec spec, ProcessDirectory directory) {
    List<String> command = new ArrayList<>(options.commandPrefix().apply(member.rank()));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command.addAll(spec.command().words(java, directory.logs().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.path().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(directory.stdout().toFile())
            .redirectError(directory.stderr().toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(spec.environment());
    environment.put(Environment.CLASSPATH.key(), OwnClassPath.get());
    environment.put(Environment.NM_HOST.key(), options.host().apply(member.rank()));
    environment.put(Environment.LOCAL_DIRS.key(), directory.local().toString());
    environment.put(Environment.LOG_DIRS.key(), directory.logs().toString());
    environment.put(UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION, directory.tokens().toString());
    return builder;
  }

  private void ended(Member member, int exitStatus, ProcessDirectory directory) {
    synchronized (this) {
      processes.remove(member);
    }
    listener.ended(member, new ExitReport(exitStatus, "", StderrTail.of(directory.stderr())));
  }

  @Override
  public void stop(Member member) {
    Process process;
    synchronized (this) {
      process = processes.get(member);
    }
    if (process != null) {
      stop(process);
    }
  }

  /** The end of a process is always heard of at once. */
  @Override
  public void drain() {}

  @Override
  public void stopAll() {
    List<Process> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(processes.values());
    }
    running.forEach(this::stop);
  }

  /** A command prefix may have left a process of its own above the container's. */
  private void stop(Process process) {
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroy);
    CompletableFuture.delayedExecutor(stopMillis, TimeUnit.MILLISECONDS)
        .execute(() -> tree.forEach(ProcessHandle::destroyForcibly));
  }

  @Override
  protected void serviceStop() throws Exception {
    stopAll(); // from now on none is added
    CompletableFuture<?>[] exits;
    synchronized (this) {
      exits = processes.values().stream().map(Process::onExit).toArray(CompletableFuture[]::new);
    }
    try {
      // Those that did not end are killed after the first half of this time.
      CompletableFuture.allOf(exits).get(2 * stopMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Not all processes of the job have ended: {}", processes, e);
    }
    super.serviceStop();
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return Map.of();
  }

  /** There is only this host. */
  @Override
  public void exclude(Set<String> nodes) {}

  @Override
  public int nodes() {
    return 1;
  }

  /** All ranks are on this host, whatever the job wants. */
  @Override
  public String placement() {
    return null;
  }

  @Override
  public synchronized String resources() {
    return "Asked for "
        + asked
        + " processes of this host, of which "
        + processes.size()
        + " are running; see the logs in "
        + workDirectory.toAbsolutePath()
        + ".";
  }

  /** Always: nobody else knows of a job without a cluster. */
  @Override
  public CompletableFuture<Void> commitWindow() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isSuperseded() {
    return false;
  }

  /** There is nobody to tell; whoever started the job asks it. */
  @Override
  public void conclude(FinalApplicationStatus status, String diagnostics) {}
}
