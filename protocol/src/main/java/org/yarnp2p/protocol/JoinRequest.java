package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;

/**
 * What a peer tells the tracker when it joins.
 *
 * @param member who joins
 * @param endpoint where its uploader listens
 * @param held files it holds from its input, whole or as prefixes
 * @param wanted ids of the files it wants
 * @param acquired segments of wanted files that it already has, when it joins a restarted tracker
 * @param ready whether the gate need not wait for its {@link TrackerProtocol#ready}
 */
public record JoinRequest(
    Member member,
    Endpoint endpoint,
    List<HeldFile> held,
    List<Integer> wanted,
    List<Holding> acquired,
    boolean ready) {
  /** Copies the lists. */
  public JoinRequest {
    held = List.copyOf(held);
    wanted = List.copyOf(wanted);
    acquired = List.copyOf(acquired);
  }

  /** Of a peer that is ready when it joins. */
  public JoinRequest(
      Member member,
      Endpoint endpoint,
      List<HeldFile> held,
      List<Integer> wanted,
      List<Holding> acquired) {
    this(member, endpoint, held, wanted, acquired, true);
  }
}
