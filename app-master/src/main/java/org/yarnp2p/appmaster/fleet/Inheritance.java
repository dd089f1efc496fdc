package org.yarnp2p.appmaster.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.yarn.api.records.Container;
import org.yarnp2p.model.Rank;

/**
 * The containers that earlier attempts have left. YARN gives later containers higher ids, so of
 * several for one rank the highest is its latest life.
 *
 * @param latest one container for each rank that has any
 * @param others that should have ended long ago
 */
record Inheritance(Map<Rank, Container> latest, List<Container> others) {
  /** Makes both unmodifiable. */
  Inheritance {
    latest = Collections.unmodifiableMap(new TreeMap<>(latest));
    others = List.copyOf(others);
  }

  static Inheritance of(List<Container> containers) {
    Map<Rank, Container> latest = new TreeMap<>();
    List<Container> others = new ArrayList<>();
    for (Container container : containers) {
      long id = container.getAllocationRequestId();
      if (id < 0 || id > Integer.MAX_VALUE) {
        others.add(container);
        continue;
      }
      Rank rank = new Rank((int) id);
      Container known = latest.get(rank);
      boolean newer = known == null || known.getId().compareTo(container.getId()) < 0;
      if (newer) {
        latest.put(rank, container);
      }
      if (known != null) {
        others.add(newer ? known : container);
      }
    }
    return new Inheritance(latest, others);
  }
}
