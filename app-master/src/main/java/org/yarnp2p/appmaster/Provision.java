package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/** Where the containers come from, as far as it matters to who watches over them. Thread-safe. */
interface Provision {
  /**
   * Asks for a container.
   *
   * @param near node that is preferred; null for none
   */
  void launch(Member member, String near);

  /** Ends a container or takes back the wish for one. */
  void stop(Member member);

  /** Nodes on which no container is started from now on; the whole list each time. */
  void exclude(Set<String> nodes);

  /** How many nodes there are. */
  int nodes();

  /**
   * What was asked for and what there is, in sentences. May take as long as a call to another
   * process.
   */
  String resources();

  /**
   * What is known of why containers have not come, for those of whom something is. May take as long
   * as a call to another process.
   */
  Map<Member, String> obstacles(List<Member> members);

  /**
   * Finds out which nodes were decommissioned before this process could hear of it. May take as
   * long as a call to another process.
   */
  void readNodeStates();

  /** Whether the only node on which a rank may be is decommissioned, as far as is known. */
  boolean isDecommissioned(Rank rank);
}
