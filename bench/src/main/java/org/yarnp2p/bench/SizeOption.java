package org.yarnp2p.bench;

import org.yarnp2p.bench.figures.ByteSize;
import picocli.CommandLine.Option;

/** How large a file is. */
final class SizeOption {
  private static final ByteSize DEFAULT = ByteSize.parse("128m");

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = Converters.Content.class,
      description = "Bytes of the file, with unit k, m or g. Default: 128m.")
  private ByteSize size;

  boolean isGiven() {
    return size != null;
  }

  long bytes() {
    return (size == null ? DEFAULT : size).bytes();
  }
}
