package org.yarnp2p.client.submit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobTokenIdentifier;
import org.yarnp2p.storage.StorageStream;

/**
 * The directory in which one job's containers find their program, configuration and input. Readable
 * for its owner only. Thread-safe: removing it waits for the file that is being written, and
 * nothing is written after that.
 */
public final class Staging {
  private static final FsPermission OWNER_ONLY = new FsPermission((short) 0700);
  private static final String DEFAULT_NAME = ".p2p";
  private static final String TOPOLOGY = "net.topology.";
  private static final String HADOOP_DEFAULTS = "core-default.xml";

  /** Larger files are not worth a try to enclose them. */
  private static final int SMALL_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

  private final Configuration conf;
  private final FileSystem fs;
  private final Path directory;
  private final Enclosure enclosure = new Enclosure();
  private boolean removed;

  private Staging(Configuration conf, FileSystem fs, Path directory) {
    this.conf = conf;
    this.fs = fs;
    this.directory = directory;
  }

  /** That of one job; nothing is made yet. */
  public static Staging of(Configuration conf, String jobId) throws IOException {
    return below(conf, root(conf), jobId);
  }

  /** Below it are the directories of all jobs of this person; fully qualified. */
  public static Path root(Configuration conf) throws IOException {
    String configured = P2pConf.text(conf, P2pKeys.STAGING_DIR);
    Path root =
        configured.isEmpty()
            ? new Path(FileSystem.get(conf).getHomeDirectory(), DEFAULT_NAME)
            : new Path(configured);
    return root.getFileSystem(conf).makeQualified(root);
  }

  /** That of one job below a directory of one's own choice. */
  public static Staging below(Configuration conf, Path root, String jobId) throws IOException {
    FileSystem fs = root.getFileSystem(conf);
    return new Staging(conf, fs, JobFiles.jobDirectory(fs.makeQualified(root), jobId));
  }

  /** The directory of the job, fully qualified. */
  public Path directory() {
    return directory;
  }

  /**
   * Makes the directory and fills it.
   *
   * @param jar local p2p.jar; empty for a job without a cluster or with an installed program
   * @param racks of the nodes on which the job's ranks may run
   * @throws UnreadableInputException when an input file cannot be read
   * @throws IOException when a file cannot be written; what is there is the caller's to remove
   */
  public JobPlan fill(
      Optional<java.nio.file.Path> jar, JobRequest request, Map<String, String> racks)
      throws IOException {
    JobPlan plan = request.plan(conf, directory.getName()).inRacks(racks);
    write(this::makeDirectory);
    if (jar.isPresent()) {
      Path from = new Path(jar.get().toUri());
      write(() -> fs.copyFromLocalFile(false, true, from, JobFiles.jar(directory)));
    }
    stage(
        JobFiles.CONFIGURATION,
        JobFiles.configuration(directory),
        contents(forNodes(conf)::writeXml));
    stage(JobFiles.PLAN, JobFiles.plan(directory), contents(plan::write));
    for (Map.Entry<Rank, Path> input : request.inputs().entrySet()) {
      Path to = JobFiles.input(directory, input.getKey());
      try (InputStream in = InputBytes.of(input.getValue(), conf)) {
        stage(JobFiles.inputName(input.getKey()), to, in);
      }
    }
    return plan;
  }

  /**
   * Where hosts are, a node knows from its own files unless somebody has set it for the job: what
   * Hadoop's defaults say here would count more than these files do.
   */
  private static Configuration forNodes(Configuration conf) {
    Configuration settings = new Configuration(conf);
    for (String key : conf.getPropsWithPrefix(TOPOLOGY).keySet()) {
      String[] sources = conf.getPropertySources(TOPOLOGY + key);
      if (sources != null && HADOOP_DEFAULTS.equals(sources[sources.length - 1])) {
        settings.unset(TOPOLOGY + key);
      }
    }
    return settings;
  }

  /** Those of the staged files that are so small that containers need not fetch them. */
  Enclosure enclosure() {
    return enclosure;
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static InputStream contents(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** A file of which the beginning is all is enclosed too, if there is room. */
  private void stage(String name, Path to, InputStream in) throws IOException {
    byte[] beginning = in.readNBytes(SMALL_BYTES);
    int next = in.read();
    write(
        () -> {
          try (OutputStream out = new StorageStream(fs.create(to))) {
            out.write(beginning);
            if (next >= 0) {
              out.write(next);
              in.transferTo(out);
            }
          }
        });
    if (next < 0) {
      enclosure.add(name, beginning);
    }
  }

  /**
   * Leaves a token with which the job's owner can ask its ApplicationMaster how the job is, and
   * tell it to end, from any later command. It opens nothing else of the job.
   */
  public void leave(Token<JobTokenIdentifier> token) throws IOException {
    Credentials credentials = new Credentials();
    credentials.addToken(token.getKind(), token);
    write(() -> credentials.writeTokenStorageFile(JobFiles.clientToken(directory), conf));
  }

  /**
   * The token that {@link #leave} has left.
   *
   * @return empty when there is none, or this person may not read it
   * @throws IOException when storage cannot be read
   */
  public Optional<Token<JobTokenIdentifier>> clientToken() throws IOException {
    Credentials credentials = new Credentials();
    try (DataInputStream in = fs.open(JobFiles.clientToken(directory))) {
      credentials.readTokenStorageStream(in);
    } catch (FileNotFoundException | AccessControlException e) {
      LOG.debug("{} has no token for its client", directory, e);
      return Optional.empty();
    }
    @SuppressWarnings("unchecked")
    Token<JobTokenIdentifier> token =
        (Token<JobTokenIdentifier>) credentials.getToken(JobTokenIdentifier.KIND);
    return Optional.ofNullable(token);
  }

  private interface Step {
    void run() throws IOException;
  }

  private synchronized void write(Step step) throws IOException {
    if (removed) {
      throw new IOException("interrupted while writing to " + directory);
    }
    step.run();
  }

  private void makeDirectory() throws IOException {
    if (!fs.mkdirs(directory, OWNER_ONLY)) {
      throw new IOException("cannot make the staging directory " + directory);
    }
    // mkdirs subtracts the umask.
    fs.setPermission(directory, OWNER_ONLY);
  }

  /** Removes the directory with all it holds; without effect when it is gone. */
  public synchronized void remove() throws IOException {
    removed = true;
    fs.delete(directory, true);
  }
}
