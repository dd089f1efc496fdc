package org.yarnp2p.client;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command line: {@code yarn jar p2p.jar VERB ...}, or {@code bin/p2p VERB ...}. */
public final class P2p {
  private static final Logger LOG = LoggerFactory.getLogger(P2p.class);

  /** Set by bin/p2p; with "yarn jar" logs are Hadoop's. */
  private static final String LOG_FILE = "p2p.log.file";

  /** The words before the verb. */
  @Command(
      name = "p2p",
      synopsisHeading = "Usage: ",
      customSynopsis = "p2p VERB [OPTIONS]",
      description = "Moves files between the nodes of a Hadoop cluster, as a swarm in a YARN job.",
      commandListHeading = "%nVerbs (p2p VERB --help says more):%n",
      footer = "Exit codes: 0 done, 1 the job failed or was killed, 2 bad usage or input.")
  private static final class Words {}

  private final Configuration conf;
  private final Console console;

  private P2p(Configuration conf, Console console) {
    this.conf = conf;
    this.console = console;
  }

  /** Ends the process with the verb's exit code. */
  public static void main(String[] args) {
    Console console = Console.system();
    if (System.getProperty(LOG_FILE) != null) {
      CommandLog.sayWhatIsLost(console::note);
    }
    System.exit(run(P2pConf.create(), console, args));
  }

  /**
   * Runs one command line in this process and returns.
   *
   * @param conf taken as it is, then the generic options are applied to a copy
   * @param console where all output goes
   * @return the exit code; never 0 when something of the result was not written
   */
  public static int run(Configuration conf, Console console, String... args) {
    P2pConf.addDefaultResources();
    P2p p2p = new P2p(new YarnConfiguration(conf), console);
    try {
      GenericOptions options = GenericOptions.split(args);
      options.applyTo(p2p.conf);
      int code = p2p.commandLine().execute(helped(options.own()).toArray(String[]::new));
      return console.hasLostResults() ? p2p.lost(code) : code;
    } catch (UsageException e) {
      return p2p.refuse(e.linesFor("p2p"));
    }
  }

  /** The help of picocli knows no verbs within verbs: {@code help bench micro}. */
  private static List<String> helped(List<String> words) {
    if (words.size() < 3 || !words.get(0).equals("help")) {
      return words;
    }
    List<String> page = new ArrayList<>(words.subList(1, words.size()));
    page.add("--help");
    return page;
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(new Words());
    ServiceLoader.load(Verb.class, P2p.class.getClassLoader()).stream()
        .map(provider -> new CommandLine(provider.get()))
        .sorted(Comparator.comparing(CommandLine::getCommandName))
        .forEach(verb -> line.addSubcommand(verb.getCommandName(), verb));
    HelpPage.addTo(line);
    line.addSubcommand(new CommandLine.HelpCommand());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HelpPage.WIDTH)
        .setOut(console.out())
        .setErr(console.err())
        .setExecutionStrategy(this::runVerb)
        .setParameterExceptionHandler((e, args) -> refuse(CommandLineMistake.of(e)));
  }

  private int runVerb(ParseResult result) {
    Integer help = CommandLine.executeHelpRequest(result);
    if (help != null) {
      return help;
    }
    ParseResult deepest = result;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    CommandSpec command = deepest.commandSpec();
    if (!(command.userObject() instanceof Verb verb)) {
      return refuse(CommandLineMistake.noVerb(command));
    }
    Optional<List<String>> empty = CommandLineMistake.emptyValue(deepest);
    if (empty.isPresent()) {
      return refuse(empty.get());
    }
    try {
      UnknownKeys.check(conf).forEach(console::note);
      WrongValues.check(conf);
      return verb.run(new Session(conf, console)).code();
    } catch (UsageException e) {
      return refuse(e.linesFor(command.qualifiedName()));
    } catch (InvalidPathException e) {
      return refuse(List.of(command.qualifiedName() + ": " + nameless(e)));
    } catch (FSError e) { // what Hadoop makes of a full local disk
      return fail(command.qualifiedName(), e.getCause());
    } catch (Exception e) {
      return fail(command.qualifiedName(), e);
    }
  }

  /** Without a locale Java has no letters but those of ASCII for names of files. */
  private static String nameless(InvalidPathException e) {
    return "%s: %s; the character set of this command is %s, LC_ALL=C.UTF-8 has all letters"
        .formatted(e.getInput(), e.getReason(), System.getProperty("sun.jnu.encoding"));
  }

  private int refuse(List<String> lines) {
    lines.forEach(console::note);
    return ExitCode.USAGE.code();
  }

  private int lost(int code) {
    console.note(
        "p2p: not all of the result could be written to standard output; see whether its disk is"
            + " full");
    return code == ExitCode.DONE.code() ? ExitCode.JOB_FAILED.code() : code;
  }

  private int fail(String who, Throwable e) {
    // Where Hadoop's own log settings count, more than this would come on the screen.
    LOG.debug("{} failed", who, e);
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    console.note(who + ": " + Reason.of(e));
    return ExitCode.JOB_FAILED.code();
  }
}
