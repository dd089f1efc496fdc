package org.yarnp2p.peer.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yarnp2p.protocol.Holding;

/** All files that this peer holds or wants, by id. Immutable; the stores are not. */
public final class SharedFiles {
  private final Map<Integer, SharedFile> byId;

  /**
   * @throws IllegalStateException when two have one id
   */
  public SharedFiles(Collection<SharedFile> files) {
    byId =
        files.stream()
            .collect(
                Collectors.toMap(
                    file -> file.plan().id(),
                    Function.identity(),
                    (one, other) -> {
                      throw new IllegalStateException("two files with id " + one.plan().id());
                    },
                    TreeMap::new));
  }

  /** The file with an id, or null when this peer has nothing to do with it. */
  public SharedFile get(int file) {
    return byId.get(file);
  }

  /** In the order of ids. */
  public Collection<SharedFile> all() {
    return byId.values();
  }

  /** What is held now, with an entry for every file. */
  public List<Holding> holdings() {
    List<Holding> holdings = new ArrayList<>(byId.size());
    byId.forEach((id, file) -> holdings.add(new Holding(id, file.store().held())));
    return holdings;
  }
}
