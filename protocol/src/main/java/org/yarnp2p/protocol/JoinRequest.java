package org.yarnp2p.protocol;

import java.util.List;
import java.util.Map;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;

/**
 * What a peer tells the tracker when it joins.
 *
 * @param member who joins
 * @param endpoint where its uploader listens
 * @param held files it holds from its input, whole or as prefixes
 * @param wanted ids of the files it wants
 * @param acquired segments of wanted files that it already has, when it joins a restarted tracker
 * @param ready whether the gate need not wait for its {@link TrackerProtocol#ready}
 * @param claimed segments that an earlier life of the tracker has given to it to read from origins,
 *     and that it has not read yet
 * @param shapes of wanted files, as an earlier life of the tracker has described them
 */
public record JoinRequest(
    Member member,
    Endpoint endpoint,
    List<HeldFile> held,
    List<Integer> wanted,
    List<Holding> acquired,
    boolean ready,
    List<SegmentRef> claimed,
    Map<Integer, FileShape> shapes) {
  /** Copies the lists. */
  public JoinRequest {
    held = List.copyOf(held);
    wanted = List.copyOf(wanted);
    acquired = List.copyOf(acquired);
    claimed = List.copyOf(claimed);
    shapes = Map.copyOf(shapes);
  }

  /** Of a peer that has not heard of files yet. */
  public JoinRequest(
      Member member,
      Endpoint endpoint,
      List<HeldFile> held,
      List<Integer> wanted,
      List<Holding> acquired,
      boolean ready) {
    this(member, endpoint, held, wanted, acquired, ready, List.of(), Map.of());
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
