package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.conf.Time;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p clean}: what dead jobs have left. */
@Command(
    name = "clean",
    customSynopsis = "p2p clean [--dry-run] [OPTIONS]",
    description = {
      "Removes what your jobs that are dead have left, and nothing of a job that runs.",
      "Staging directories, temporary outputs, work directories of --local jobs on this host, and,"
          + " if asked to, old reports."
    },
    footer = "Exit codes: 0 nothing is left, 1 something could not be removed, 2 bad usage.")
public final class CleanVerb extends ClusterVerb {
  @Option(names = "--dry-run", description = "Say what would be removed, remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      description =
          "How old a directory of a job that YARN does not know must be, since that may just be"
              + " starting; 1h unless said.")
  private String olderThan = "1h";

  @Option(
      names = "--reports-older-than",
      paramLabel = "DURATION",
      description = "Also reports of distributions without --output that are older, such as 30d.")
  private String reportsOlderThan;

  @Mixin private OutputOptions out;

  private final LongSupplier now;

  /** With the time of this host. */
  public CleanVerb() {
    this(System::currentTimeMillis);
  }

  CleanVerb(LongSupplier now) {
    this.now = now;
  }

  /**
   * A directory; the fields are those of the JSON form.
   *
   * @param why it may go
   * @param removed whether it has gone
   */
  record Removal(String path, String why, boolean removed) {}

  @Override
  ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception {
    Configuration conf = session.conf();
    long age = millis("--older-than", olderThan);
    Long reportAge =
        reportsOlderThan == null
            ? null
            : Long.valueOf(millis("--reports-older-than", reportsOlderThan));
    Consumer<String> doubt = out.showing().quiet() ? line -> {} : session.console()::note;
    List<DeadDirectory> dead =
        new ArrayList<>(DeadStaging.find(conf, patient, now.getAsLong() - age, doubt));
    dead.addAll(DeadWork.find(conf));
    if (reportAge != null) {
      dead.addAll(OldReports.find(conf, now.getAsLong() - reportAge));
    }
    List<Removal> removals = new ArrayList<>();
    for (DeadDirectory directory : dead) {
      removals.add(new Removal(directory.path(), directory.why(), gone(session, directory)));
    }
    out.print(session.console(), text(removals), removals);
    boolean left = removals.stream().anyMatch(removal -> !removal.removed());
    return left && !dryRun ? ExitCode.JOB_FAILED : ExitCode.DONE;
  }

  private boolean gone(Session session, DeadDirectory directory) {
    if (dryRun) {
      return false;
    }
    Console console = session.console();
    try {
      directory.remove();
      return true;
    } catch (IOException e) {
      console.note(directory.path() + " could not be removed: " + Reason.of(e));
      return false;
    }
  }

  private List<String> text(List<Removal> removals) {
    if (removals.isEmpty()) {
      return List.of("Nothing to remove");
    }
    return removals.stream()
        .filter(removal -> dryRun || removal.removed())
        .map(
            removal ->
                (dryRun ? "Would remove " : "Removed ")
                    + removal.path()
                    + " ("
                    + removal.why()
                    + ")")
        .toList();
  }

  private static long millis(String option, String text) throws UsageException {
    return Settings.read(() -> Time.FROM_ZERO.read(option, text));
  }
}
