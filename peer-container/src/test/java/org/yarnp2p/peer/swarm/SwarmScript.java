package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** A peer's state with neighbours that say and do what a test wants. */
final class SwarmScript {
  static final long MS = 1_000_000;

  /** Id of the file where a test has only one. */
  static final int FILE = 7;

  /** Bytes of a segment. */
  static final int SEGMENT = 1000;

  static final SwarmSettings DEFAULT = new SwarmSettings(2, 2, 2, 0, SEGMENT, 8, 1L << 40, 2);

  final SwarmState state;
  long now = -100 * MS;

  SwarmScript() {
    this(DEFAULT);
  }

  SwarmScript(SwarmSettings settings) {
    state = new SwarmState(settings, new SplittableRandom(42));
  }

  /** The default with other numbers of slots and of requests for each source. */
  static SwarmSettings slots(int slots, int requests) {
    return new SwarmSettings(slots, slots, requests, 0, SEGMENT, 8, 1L << 40, 2);
  }

  /** The default with small segments that travel in bundles of this many. */
  static SwarmSettings small(int bundle) {
    return new SwarmSettings(2, 2, 2, SEGMENT, bundle * SEGMENT, 8, 1L << 40, 2);
  }

  static SwarmFile wanted(int id, int segments, int... held) {
    return new SwarmFile(id, shape(segments), true, Bits.of(held), false);
  }

  static FileShape shape(int segments) {
    return FileShape.payload((long) segments * SEGMENT, SEGMENT);
  }

  static SegmentRef ref(int segment) {
    return new SegmentRef(FILE, segment);
  }

  static List<SegmentRef> refs(int... segments) {
    return IntStream.of(segments).mapToObj(SwarmScript::ref).toList();
  }

  static int[] upTo(int end) {
    return IntStream.range(0, end).toArray();
  }

  List<Action> apply(Event event) {
    return state.apply(event, now);
  }

  List<Action> describe(SwarmFile... files) {
    return apply(new Event.FilesDescribed(List.of(files)));
  }

  /** One wanted file of which nothing is held, and these neighbours. */
  SwarmScript start(int segments, int... neighbours) {
    describe(wanted(FILE, segments));
    neighbours(neighbours);
    return this;
  }

  List<Action> neighbours(int... ranks) {
    return become(
        IntStream.of(ranks)
            .mapToObj(rank -> new Neighbour(Rank.peer(rank), Neighbour.ELSEWHERE))
            .toList());
  }

  List<Action> become(Collection<Neighbour> neighbours) {
    return apply(new Event.NeighboursChanged(neighbours));
  }

  List<Action> introduce(int rank, int... segments) {
    return introduceFile(rank, FILE, segments);
  }

  List<Action> introduceFile(int rank, int file, int... segments) {
    return apply(
        new Event.Introduced(Rank.peer(rank), List.of(new Holding(file, Bits.of(segments)))));
  }

  List<Action> announce(int rank, int... segments) {
    return apply(new Event.Announced(Rank.peer(rank), refs(segments)));
  }

  List<Action> tick(long millis) {
    now += millis * MS;
    return apply(new Event.Tick());
  }

  List<Action> clear(int rank) {
    return answer(rank, new SlotAnswer.Clear());
  }

  List<Action> answer(int rank, SlotAnswer answer) {
    return apply(new Event.SlotAnswered(Rank.peer(rank), answer));
  }

  /** The source gives its slot, and the one request that is made under it. */
  Action.Fetch cleared(int rank) {
    return only(rank, clear(rank));
  }

  /** The one request among the actions, which goes to this source. */
  static Action.Fetch only(int rank, List<Action> actions) {
    assertThat(fetches(actions)).hasSize(1);
    assertThat(fetches(actions).get(0).source()).isEqualTo(Rank.peer(rank));
    return fetches(actions).get(0);
  }

  List<Action> bind(Action.Fetch fetch, boolean kept, int... segments) {
    return apply(new Event.Bound(fetch.request(), refs(segments), kept));
  }

  /** The source chooses what the asker likes best. */
  List<Action> bindFirst(Action.Fetch fetch, boolean kept) {
    return apply(new Event.Bound(fetch.request(), List.of(fetch.candidates().get(0)), kept));
  }

  List<Action> arriving(Action.Fetch fetch) {
    return apply(new Event.Arriving(fetch.request()));
  }

  List<Action> store(Action.Fetch fetch, SegmentRef segment) {
    return apply(new Event.SegmentStored(fetch.request(), segment));
  }

  List<Action> refuse(Action.Fetch fetch, SegmentRef segment) {
    return apply(new Event.SegmentRefused(fetch.request(), segment));
  }

  List<Action> end(Action.Fetch fetch) {
    return end(fetch, new Outcome.Done());
  }

  List<Action> end(Action.Fetch fetch, Outcome outcome) {
    return apply(new Event.RequestEnded(fetch.request(), outcome));
  }

  /** What the asker likes best comes, in so many ms, and the slot goes to another. */
  List<Action> deliver(Action.Fetch fetch, long millis) {
    List<Action> actions = new ArrayList<>(bindFirst(fetch, false));
    now += millis * MS;
    actions.addAll(arriving(fetch));
    actions.addAll(store(fetch, fetch.candidates().get(0)));
    actions.addAll(end(fetch));
    return actions;
  }

  /** A source that is waited for serves so many requests, each in so many ms. */
  void serve(int rank, int requests, long millis) {
    for (int i = 0; i < requests; i++) {
      deliver(cleared(rank), millis);
    }
  }

  static List<Action.Fetch> fetches(List<Action> actions) {
    return all(Action.Fetch.class, actions);
  }

  static List<Integer> reserved(List<Action> actions) {
    return all(Action.Reserve.class, actions).stream().map(a -> a.source().value()).toList();
  }

  static List<Integer> released(List<Action> actions) {
    return all(Action.Release.class, actions).stream().map(a -> a.source().value()).toList();
  }

  static <A> List<A> all(Class<A> kind, List<Action> actions) {
    return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @SafeVarargs
  static List<Action> together(List<Action>... parts) {
    List<Action> all = new ArrayList<>();
    for (List<Action> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
