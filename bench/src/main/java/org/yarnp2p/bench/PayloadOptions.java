package org.yarnp2p.bench;

import java.util.Collections;
import java.util.List;
import org.yarnp2p.bench.figures.SizeRange;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.Quantities;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the seed holds and the peers want. */
final class PayloadOptions {
  @Mixin private SizeOption size;

  @Option(
      names = "--files",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many files. Default: 1.")
  private int files;

  @Option(
      names = "--file-size",
      paramLabel = "FROM-TO",
      converter = Converters.Range.class,
      description = "Instead of --size: the size of each file is drawn from this range.")
  private SizeRange range;

  /**
   * Sizes of the files.
   *
   * @throws UsageException when the options contradict each other
   */
  List<Long> sizes() throws UsageException {
    WholeNumber.atLeast(1, "--files", files);
    if (range == null) {
      return Collections.nCopies(files, size.bytes());
    }
    if (size.isGiven()) {
      throw new UsageException("--size and --file-size say the same thing; give one of them");
    }
    List<Long> sizes = Payload.sizes(files, range);
    if (sizes.stream().allMatch(bytes -> bytes == 0)) {
      throw new UsageException("--file-size: all files would be empty; give a larger range");
    }
    return sizes;
  }

  static String describe(Payload payload) {
    int files = payload.sizes().size();
    return Quantities.bytes(payload.bytes()) + " in " + files + (files == 1 ? " file" : " files");
  }
}
