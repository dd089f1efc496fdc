package org.yarnp2p.peer.upload;

import java.util.HashMap;
import java.util.Map;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FencedException;

/**
 * Knows the latest life of each rank that has been heard of; earlier ones are refused. Thread-safe.
 */
final class Lives {
  private final Map<Rank, Integer> latest = new HashMap<>();

  /**
   * Somebody speaks, or is spoken of.
   *
   * @return whether an earlier life of the rank was known until now
   * @throws FencedException when a later one is known
   */
  synchronized boolean note(Member member) throws FencedException {
    int known = latest.getOrDefault(member.rank(), member.incarnation());
    if (known > member.incarnation()) {
      throw new FencedException(member, known);
    }
    latest.put(member.rank(), member.incarnation());
    return known < member.incarnation();
  }
}
