package org.yarnp2p.client;

import java.io.IOException;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A verb as another module would contribute it: prints the value of a key. */
@Command(name = "show", description = "Prints a value.")
public final class ShowVerb implements Verb {
  @Option(names = "--key", required = true)
  private String key;

  @Option(names = "--fail")
  private String fail;

  @Override
  public ExitCode run(Session session) throws IOException {
    if (fail != null) {
      throw new IOException(fail);
    }
    session.console().print(key + "=" + session.conf().get(key));
    return ExitCode.DONE;
  }
}
