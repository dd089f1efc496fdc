package org.yarnp2p.client.run;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.fetch.LocalTarget;
import org.yarnp2p.client.fetch.OutputFetch;
import org.yarnp2p.client.forecast.Forecast;
import org.yarnp2p.client.forecast.ForecastOptions;
import org.yarnp2p.client.submit.OutputPlace;
import org.yarnp2p.client.submit.PromptCloses;
import org.yarnp2p.client.submit.RunRequest;
import org.yarnp2p.client.view.FollowOptions;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.YarnCluster;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p run}: a directory of {@code in<R>.txt} files in, {@code client<R>_<file>} out. */
@Command(
    name = "run",
    customSynopsis = "p2p run --input DIR --output DIR [OPTIONS]",
    description = {
      "Runs one job: rank R holds and wants what DIR/in<R>.txt says, and what it wanted is"
          + " collected as client<R>_<file> in the output directory.",
      "Follows the job until it has ended; Ctrl-C kills it."
    },
    footer = "Exit codes: 0 done, 1 the job failed or was killed, 2 bad usage or input.")
public final class RunVerb implements Verb {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "DIR",
      description = "Directory of in1.txt ... inN.txt, on any Hadoop file system.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the outputs; must not exist.")
  private String output;

  @Option(names = "--overwrite", description = "Outputs that are there already may be replaced.")
  private boolean overwrite;

  @Option(
      names = "--partial",
      description = "Go on without files and ranks that are lost; what is left is a success.")
  private boolean partial;

  @Option(
      names = "--fetch",
      paramLabel = "LOCALDIR",
      description = "Copy the outputs to this local directory at the end.")
  private String fetch;

  @Option(
      names = "--local",
      description = "Without a cluster: the containers are processes of this host.")
  private boolean local;

  @Option(
      names = "--detach",
      description = "Print the application id when YARN has accepted the job, and return.")
  private boolean detach;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the job; else that of the input directory.")
  private String name;

  @Option(
      names = "--dry-run",
      description = "Resolve and check everything, submit nothing; as 'p2p plan'.")
  private boolean dryRun;

  @Mixin private ForecastOptions forecast;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "YARN queue; else p2p.queue.")
  private String queue;

  @Mixin private FollowOptions follow;

  @Override
  public ExitCode run(Session session) throws Exception {
    checkCombination();
    Configuration conf = session.conf();
    if (queue != null) {
      conf.set(P2pKeys.QUEUE, queue);
    }
    if (!local) {
      PromptCloses.set(conf);
    }
    if (partial) {
      conf.setBoolean(P2pKeys.PARTIAL, true);
    }
    RunRequest request = RunRequest.check(conf, name, input, output, overwrite, local);
    LocalTarget target = target(request);
    if (dryRun) {
      return ForecastOptions.show(session, forecast(session, request), follow);
    }
    Showing showing = follow.showing();
    if (!local) {
      OutputPlace.caution(request.directories().output()).ifPresent(session.console()::note);
    }
    ExitCode end =
        local
            ? new LocalRun(session, request, showing).run()
            : new ClusterRun(session, request, detach, showing, Thread::sleep).run();
    if (end == ExitCode.DONE && target != null) {
      fetch(session, request, target);
    }
    return end;
  }

  private Forecast forecast(Session session, RunRequest request) throws Exception {
    if (local) {
      return RunForecast.local(session.conf(), request, forecast.linkRate());
    }
    try (Cluster cluster = new YarnCluster(session.conf())) {
      PatientCluster patient =
          PatientCluster.of(cluster, Settings.of(session.conf()), session.console());
      return RunForecast.of(session.conf(), request, patient, forecast.linkRate());
    }
  }

  private void checkCombination() throws UsageException {
    follow.check();
    if (detach && fetch != null) {
      throw new UsageException(
          "--detach returns before there is anything to --fetch; use 'p2p fetch' later");
    }
    if (detach && local) {
      throw new UsageException("--detach needs a cluster that goes on with the job, not --local");
    }
    if (local && queue != null) {
      throw new UsageException("--queue is a cluster's, there is none with --local");
    }
  }

  private LocalTarget target(RunRequest request) throws UsageException {
    if (fetch == null) {
      return null;
    }
    LocalTarget target = LocalTarget.of("--fetch", fetch, overwrite);
    URI output = request.directories().output().toUri();
    if ("file".equals(output.getScheme())
        && output.getPath().equals(target.directory().toString())) {
      throw new UsageException(
          "--fetch: " + target.directory() + " is the output directory itself");
    }
    target.checkFree(request.outputNames());
    return target;
  }

  private void fetch(Session session, RunRequest request, LocalTarget target)
      throws IOException, UsageException {
    Path out = request.directories().output();
    try {
      OutputFetch.Fetched fetched = new OutputFetch(session.conf()).fetch(out, target);
      if (follow.showing().json() || follow.showing().quiet()) {
        return;
      }
      session.console().print(fetched.line(target));
    } catch (IOException e) {
      throw new IOException(
          "the job has succeeded, but its outputs could not be copied: "
              + Reason.of(e)
              + "; copy them with: p2p fetch --output "
              + out
              + " --to "
              + target.directory(),
          e);
    }
  }
}
