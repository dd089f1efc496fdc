package org.yarnp2p.client;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives every verb its {@code --help}, in one shape. */
final class HelpPage {
  /** Columns of a page. */
  static final int WIDTH = 100;

  private HelpPage() {}

  static void addTo(CommandLine line) {
    addTo(line.getCommandSpec());
  }

  private static void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder("-h", "--help", "-help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this page.")
            .build());
    command
        .usageMessage()
        .synopsisHeading("Usage: ")
        .optionListHeading("%nOptions:%n")
        .sortOptions(false)
        .footer(
            Stream.concat(
                    Stream.concat(Stream.of(""), GenericOptions.help().stream()),
                    Stream.of(command.usageMessage().footer()))
                .toArray(String[]::new));
    command.subcommands().values().forEach(sub -> addTo(sub.getCommandSpec()));
  }
}
