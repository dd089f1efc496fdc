package org.yarnp2p.client.completion;

import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.job.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code p2p generate-completion}: a script that makes a shell complete verbs and options. */
@Command(
    name = "generate-completion",
    customSynopsis = "p2p generate-completion",
    description =
        "Prints a script for bash and zsh; use it with: source <(p2p generate-completion)",
    footer = "Exit codes: 0 printed, 2 bad usage.")
public final class CompletionVerb implements Verb {
  private static final String PROGRAM = "p2p";

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run(Session session) {
    session.console().print(AutoComplete.bash(PROGRAM, spec.root().commandLine()));
    return ExitCode.DONE;
  }
}
