package org.yarnp2p.client.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yarnp2p.input.CheckedInput;
import org.yarnp2p.input.InputFile;
import org.yarnp2p.input.OwnedFile;
import org.yarnp2p.input.StoredFile;

/**
 * How many bytes have to move, as far as the client sees the files.
 *
 * @param lengths of the files by name, in bytes
 * @param receivers of each file: ranks that want it and hold nothing of it
 * @param busiestBytes most that one rank receives
 */
record Demand(Map<String, Long> lengths, Map<String, Integer> receivers, long busiestBytes) {
  static Demand of(CheckedInput input) {
    Map<String, Long> lengths = new HashMap<>();
    for (InputFile file : input.inputs()) {
      for (OwnedFile owned : file.owned()) {
        lengths.merge(owned.name(), length(owned, input), Math::max);
      }
    }
    Map<String, Integer> receivers = new HashMap<>();
    long busiest = 0;
    for (InputFile file : input.inputs()) {
      Set<String> held = file.owned().stream().map(OwnedFile::name).collect(Collectors.toSet());
      List<String> lacking =
          file.wanted().stream()
              .map(wanted -> wanted.name())
              .filter(name -> !held.contains(name))
              .toList();
      lacking.forEach(name -> receivers.merge(name, 1, Integer::sum));
      busiest =
          Math.max(busiest, lacking.stream().mapToLong(n -> lengths.getOrDefault(n, 0L)).sum());
    }
    return new Demand(lengths, receivers, busiest);
  }

  private static long length(OwnedFile owned, CheckedInput input) {
    if (owned instanceof OwnedFile.Inline inline) {
      // The output has a line end between two segments.
      long bytes = inline.segments().stream().mapToLong(segment -> segment.length).sum();
      return bytes + Math.max(0, inline.segments().size() - 1);
    }
    StoredFile stored = input.stored().get(((OwnedFile.Payload) owned).uri());
    return stored == null ? 0 : stored.length();
  }

  /** F of all files, each counted once. */
  long bytes() {
    return lengths.values().stream().mapToLong(Long::longValue).sum();
  }

  /** To all receivers. */
  long bytesToMove() {
    return receivers.entrySet().stream()
        .mapToLong(file -> lengths.getOrDefault(file.getKey(), 0L) * file.getValue())
        .sum();
  }
}
