package org.yarnp2p.client.forecast;

import java.util.List;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Option;

/** The options of a forecast, and what becomes of it. */
public final class ForecastOptions {
  @Option(
      names = "--link-rate",
      paramLabel = "RATE",
      description = "With a dry run, of each node's link, each way; 1gbit unless said otherwise.")
  private String linkRate = "1gbit";

  /**
   * The rate that the bound is for.
   *
   * @throws UsageException when it is not written as a rate
   */
  public BitRate linkRate() throws UsageException {
    try {
      return BitRate.parse(linkRate);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--link-rate: " + e.getMessage());
    }
  }

  /**
   * Prints a forecast, and the reasons on the error stream when the job could not start.
   *
   * @return {@link ExitCode#USAGE} then
   */
  public static ExitCode show(Session session, Forecast forecast, OutputOptions output) {
    output.print(session.console(), ForecastText.of(forecast), forecast);
    if (forecast.starts()) {
      return ExitCode.DONE;
    }
    session.console().note("The job could not start:");
    List<String> reasons = forecast.reasons();
    reasons.forEach(reason -> session.console().note("  " + reason));
    return ExitCode.USAGE;
  }
}
