package org.yarnp2p.client.fetch;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.submit.JobDirectories;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p fetch}: the outputs of a job that has ended. */
@Command(
    name = "fetch",
    customSynopsis = "p2p fetch --output DIR --to LOCALDIR [--overwrite]",
    description = "Copies the outputs of a finished job, client<R>_<file>, to a local directory.",
    footer = "Exit codes: 0 copied, 1 not, 2 bad usage, or a file is there already.")
public final class FetchVerb implements Verb {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The job's output directory, on any Hadoop file system.")
  private String output;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "LOCALDIR",
      description = "The local directory; made when it does not exist.")
  private String to;

  @Option(names = "--overwrite", description = "Replace local files that are there already.")
  private boolean overwrite;

  @Mixin private OutputOptions out;

  @Override
  public ExitCode run(Session session) throws Exception {
    LocalTarget target = LocalTarget.of("--to", to, overwrite);
    Path directory = JobDirectories.qualified(session.conf(), "--output", output);
    OutputFetch.Fetched fetched = new OutputFetch(session.conf()).fetch(directory, target);
    out.print(session.console(), List.of(fetched.line(target)), fetched);
    return ExitCode.DONE;
  }
}
