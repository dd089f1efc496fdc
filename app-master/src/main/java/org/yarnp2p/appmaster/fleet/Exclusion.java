package org.yarnp2p.appmaster.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which nodes the ResourceManager has been told to leave out. Thread-safe. */
final class Exclusion {
  private Set<String> told = Set.of();

  /**
   * Tells what has changed.
   *
   * @param nodes that are left out from now on, all of them
   * @param update gets the nodes to leave out that were not before, and those to use again
   */
  synchronized void tell(Set<String> nodes, BiConsumer<List<String>, List<String>> update) {
    // YARN's client removes from the first list what is in the second.
    List<String> bad = new ArrayList<>(nodes);
    bad.removeAll(told);
    List<String> good = new ArrayList<>(told);
    good.removeAll(nodes);
    told = Set.copyOf(nodes);
    update.accept(bad, good);
  }
}
