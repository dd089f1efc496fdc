package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.JobDirectories;
import org.yarnp2p.client.submit.JobName;
import org.yarnp2p.client.submit.OutputPlace;
import org.yarnp2p.client.submit.Reports;
import org.yarnp2p.client.view.EnumWords;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.conf.Rule;
import org.yarnp2p.conf.Rules;
import org.yarnp2p.conf.Size;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.input.SegmentSizes;
import org.yarnp2p.job.Distribution.Verify;
import org.yarnp2p.job.TargetRoots;
import picocli.CommandLine.Option;

/** The options that say what a distribution is. */
public final class DistributeOptions {
  /** Of {@code --verify}. */
  static final class VerifyWords extends EnumWords<Verify> {
    VerifyWords() {
      super(Verify.class);
    }
  }

  /** The nodes of a cluster. */
  @FunctionalInterface
  public interface Nodes {
    /** Asks for all that there are. */
    List<Node> get() throws IOException, YarnException, InterruptedException, UsageException;
  }

  /** What needs neither cluster nor storage. */
  private record Basics(
      TargetPattern target, long nodeWaitMillis, long reserveBytes, SegmentSizes sizes) {}

  private static final String ALL = "all";
  private static final int MOST_SLOTS = 1000;
  private static final Size RESERVE = new Size(0, 1L << 50);
  private static final Size RATE = new Size(1, 1L << 40);

  @Option(
      names = "--source",
      arity = "1..*",
      paramLabel = "URI",
      description =
          "Files and directories, on any Hadoop file system; patterns as in 'hadoop fs'. A"
              + " directory arrives as TARGET/<its name>, one with a slash at its end without its"
              + " name.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "DIR",
      description =
          "Local directory of every node, absolute; {host} and {rank} stand for the node's name and"
              + " the rank.")
  private String target;

  @Option(
      names = "--nodes",
      paramLabel = "all|N|FILE|LABEL",
      description =
          "Every RUNNING node (the default), N of them, those in a local file with a host to a"
              + " line, or those with a node label.")
  private String nodes = ALL;

  @Option(
      names = "--exclude",
      paramLabel = "FILE",
      description = "Local file with hosts that get nothing, one to a line.")
  private String exclude;

  @Option(
      names = "--preserve",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Keep times and permissions of the source (the default), or do not.")
  private boolean preserve;

  @Option(
      names = "--verify",
      paramLabel = "size|digest",
      converter = VerifyWords.class,
      completionCandidates = VerifyWords.class,
      description =
          "How a copy that is there already is checked: length and time (the default), or all its"
              + " bytes.")
  private Verify verify = Verify.SIZE;

  @Option(
      names = "--delete",
      description = {
        "Remove what an earlier distribution put into the target and the source no longer has."
      })
  private boolean delete;

  @Option(
      names = "--reserve",
      paramLabel = "BYTES",
      description = "What must stay free on the target's disk, such as 20g; 0 unless said.")
  private String reserve = "0";

  @Option(
      names = "--min-nodes",
      paramLabel = "N",
      description = "How many nodes must have everything for success; all unless said.")
  private Integer minNodes;

  @Option(
      names = "--node-wait",
      paramLabel = "DURATION",
      description =
          "How long a node may take to start its container before the job goes on without it; else"
              + " p2p.distribute.node-wait.")
  private String nodeWait;

  @Option(
      names = "--rate",
      paramLabel = "BYTES/s",
      description = "Most that a node sends, and that it receives, in a second, such as 50m.")
  private String rate;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Nodes that a node exchanges segments with at the same time, each way.")
  private Integer slots;

  @Option(
      names = "--segment-size",
      paramLabel = "BYTES",
      description = "Size of the segments, such as 4m; else p2p.segment.size.")
  private String segmentSize;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where report.json and _SUCCESS go, on any Hadoop file system; else a directory named by"
              + " the job's id below 'reports' in the staging directory.")
  private String output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the job; else that of the first source.")
  private String name;

  /** As on the command line; null when nothing was said. */
  public String output() {
    return output;
  }

  /** As on the command line; null when nothing was said. */
  public String name() {
    return name;
  }

  /**
   * Makes the job on a cluster.
   *
   * @param conf gets the settings that options stand for
   * @param known gives all nodes of the cluster; asked when the options make sense
   * @param notes for people, while it takes long
   * @throws UsageException with what is wrong
   */
  public DistributeRequest onCluster(Configuration conf, Nodes known, Consumer<String> notes)
      throws UsageException, IOException, YarnException, InterruptedException {
    Basics basics = begin(conf);
    NodeWish wish = NodeWish.of(nodes, exclude, minNodes);
    NodeChoice choice = wish.among(known.get());
    List<Node> chosen = choice.nodes();
    boolean shared = chosen.stream().map(Node::host).distinct().count() < chosen.size();
    boolean namesDiffer = chosen.stream().map(Node::name).distinct().count() == chosen.size();
    basics.target().checkApart(shared, namesDiffer);
    return request(conf, basics, choice, notes);
  }

  /**
   * Makes the job without a cluster: N processes of this host stand for the nodes.
   *
   * @param conf gets the settings that options stand for
   * @param host the name of this host
   * @param notes for people, while it takes long
   * @throws UsageException with what is wrong
   */
  public DistributeRequest onThisHost(Configuration conf, String host, Consumer<String> notes)
      throws UsageException, IOException {
    Basics basics = begin(conf);
    if (exclude != null) {
      throw new UsageException("--exclude is about a cluster's nodes, there is none with --local");
    }
    int count = nodes.equals(ALL) ? 1 : whole("--nodes", nodes);
    basics.target().checkApart(count > 1, false);
    List<Node> processes = LocalNodes.of(host, count);
    NodeChoice choice = new NodeChoice(processes, List.of(), java.util.Optional.empty());
    DistributeRequest request = request(conf, basics, choice, notes);
    for (Path source : request.sources()) {
      mustBeOutside(conf, source, basics.target().text());
    }
    return request;
  }

  /** Else what arrives would be part of the source the next time. */
  private static void mustBeOutside(Configuration conf, Path source, String target)
      throws UsageException, IOException {
    FileSystem fs = source.getFileSystem(conf);
    if (!LocalFiles.isLocal(fs)) {
      return;
    }
    Path from = LocalFiles.resolved(fs, source);
    Path to = LocalFiles.resolved(fs, new Path("file", null, target));
    if (LocalFiles.path(fs, to).startsWith(LocalFiles.path(fs, from))) {
      throw new UsageException(
          "--target " + target + " lies inside the source " + source + "; choose another target");
    }
  }

  private static int whole(String option, String text) throws UsageException {
    if (text.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(text);
    }
    throw new UsageException(
        option + ": found '" + text + "', expected with --local a number of processes, 1 to 9999");
  }

  private Basics begin(Configuration conf) throws UsageException {
    if (sources.isEmpty()) {
      throw new UsageException("--source is missing: say which files or directories");
    }
    TargetPattern pattern = TargetPattern.of(target, Settings.read(() -> TargetRoots.of(conf)));
    set(conf, "--node-wait", nodeWait, P2pKeys.DISTRIBUTE_NODE_WAIT);
    set(conf, "--segment-size", segmentSize, P2pKeys.SEGMENT_SIZE);
    set(conf, "--rate", RATE, rate, P2pKeys.RATE_UP, P2pKeys.RATE_DOWN);
    if (slots != null) {
      setSlots(conf);
    }
    return new Basics(
        pattern,
        Settings.read(() -> P2pConf.millis(conf, P2pKeys.DISTRIBUTE_NODE_WAIT)),
        Settings.read(() -> RESERVE.read("--reserve", reserve)),
        Settings.read(() -> new SegmentSizes(conf)));
  }

  private static void set(
      Configuration conf, String option, Rule<?> rule, String value, String... keys)
      throws UsageException {
    if (value != null) {
      Settings.read(() -> rule.read(option, value));
      for (String key : keys) {
        conf.set(key, value);
      }
    }
  }

  private static void set(Configuration conf, String option, String value, String key)
      throws UsageException {
    set(conf, option, Rules.of(key), value, key);
  }

  private void setSlots(Configuration conf) throws UsageException {
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new UsageException("--slots: found " + slots + ", expected 1 to " + MOST_SLOTS);
    }
    int sending = Settings.read(() -> P2pConf.integer(conf, P2pKeys.SENDING));
    conf.setInt(P2pKeys.UPLOAD_SLOTS, slots);
    conf.setInt(P2pKeys.DOWNLOAD_SLOTS, slots);
    conf.setInt(P2pKeys.SENDING, Math.min(sending, slots));
  }

  private DistributeRequest request(
      Configuration conf, Basics basics, NodeChoice choice, Consumer<String> notes)
      throws UsageException, IOException {
    int least = minNodes == null ? choice.asked() : minNodes;
    if (least < 1 || least > choice.asked()) {
      throw new UsageException("--min-nodes: found " + least + ", expected 1 to " + choice.asked());
    }
    if (least > choice.nodes().size()) {
      List<String> lines = choice.without();
      lines.add(
          choice.absent().size()
              + " of "
              + choice.asked()
              + " nodes cannot take part; --exclude them, or say with --min-nodes how many are"
              + " enough");
      throw new UsageException(lines);
    }
    awaitTracker(conf, basics.nodeWaitMillis());
    Path out = output == null ? null : outputDirectory(conf);
    if (out == null) {
      checkReports(conf);
    }
    long interval = Settings.of(conf).progressMillis();
    SourceTree tree =
        SourceListing.of(conf, sources, new ListingNotes(notes, interval, System::nanoTime));
    MemoryForFiles.set(conf, tree.files().size());
    if (out != null) {
      mustBeOutside(conf, tree.roots(), out);
    }
    String called = JobName.of(name, tree.roots().get(0).getName());
    DistributeRequest.Terms terms =
        new DistributeRequest.Terms(
            basics.target().text(),
            least,
            basics.nodeWaitMillis(),
            verify,
            preserve,
            delete,
            basics.reserveBytes());
    DistributeRequest.Output where = DistributeRequest.Output.at(conf, out);
    return Settings.read(
        () -> new DistributeRequest(called, tree, choice, terms, basics.sizes(), where));
  }

  /**
   * Who is patient with nodes is so with the tracker, which may get its container as late as they.
   */
  private static void awaitTracker(Configuration conf, long nodeWaitMillis) throws UsageException {
    if (Settings.read(() -> P2pConf.millis(conf, P2pKeys.CONTAINERS_TIMEOUT)) < nodeWaitMillis) {
      conf.set(P2pKeys.CONTAINERS_TIMEOUT, nodeWaitMillis + "ms");
    }
  }

  /** On this host: elsewhere, staging fails before there is a job. */
  private static void checkReports(Configuration conf) throws UsageException, IOException {
    Path reports = Reports.root(conf);
    if (LocalFiles.isLocal(reports.getFileSystem(conf))) {
      OutputPlace.check(conf, reports);
    }
  }

  /** Else the report would be part of the source the next time. */
  private static void mustBeOutside(Configuration conf, List<Path> sources, Path out)
      throws UsageException, IOException {
    for (Path source : sources) {
      if (JobDirectories.isWithin(conf, source, out)) {
        throw new UsageException(
            "output " + out + " lies inside the source " + source + "; choose another output");
      }
    }
  }

  private Path outputDirectory(Configuration conf) throws UsageException, IOException {
    Path out = JobDirectories.qualified(conf, "--output", output);
    FileStatus status = JobDirectories.status(conf, out);
    if (status != null && !status.isDirectory()) {
      throw new UsageException("output " + out + " is a file, expected a directory");
    }
    OutputPlace.check(conf, out);
    return out;
  }
}
