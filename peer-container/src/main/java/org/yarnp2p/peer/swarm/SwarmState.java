package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/**
 * What a peer knows and decides: what it holds, what others hold, what is in flight. An event goes
 * in, actions come out; there is no I/O, and time is a number that comes with the event. For one
 * thread.
 */
public final class SwarmState {
  private final SwarmSettings settings;
  private final RandomGenerator random;
  private final SourceSelector selector;
  private final Map<Rank, Source> sources = new LinkedHashMap<>();

  /** Peers that have spoken before the tracker has named them. */
  private final Map<Rank, Source> strangers = new HashMap<>();

  private final TransferTimes times = new TransferTimes();
  private final BitSet have = new BitSet();
  private final BitSet missing = new BitSet();

  /** Missing segments that nothing is in flight for. */
  private final BitSet open = new BitSet();

  private final Map<Integer, Integer> missingOfFile = new HashMap<>();
  private SegmentTable table;
  private SegmentPicker picker;
  private Requests requests;
  private Hedging hedging;
  private OriginReads origin;
  private long wakeAt = Long.MIN_VALUE;
  private List<Action> actions = new ArrayList<>();

  /**
   * @param settings bounds
   * @param random decides among equals; seeded for a run that can be repeated
   */
  public SwarmState(SwarmSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    selector = new SourceSelector(settings, random);
  }

  /**
   * Applies one event.
   *
   * @param event what has happened; {@link Event.FilesDescribed} first
   * @param now in ns of any clock that does not go back
   * @return what to do, in order
   */
  public List<Action> apply(Event event, long now) {
    if (table == null && !(event instanceof Event.FilesDescribed)) {
      throw new IllegalStateException("the files must be described before " + event);
    }
    if (event instanceof Event.FilesDescribed described) {
      describe(described.files());
    } else if (event instanceof Event.NeighboursChanged changed) {
      changeNeighbours(changed);
    } else if (event instanceof Event.Introduced introduced) {
      introduce(introduced);
    } else if (event instanceof Event.Announced announced) {
      Source source = known(announced.rank());
      announced.segments().forEach(segment -> hold(source, table.number(segment)));
    } else if (event instanceof Event.SegmentStored stored) {
      store(stored.request(), stored.segment());
    } else if (event instanceof Event.SegmentRefused refused) {
      refuse(refused.request(), refused.segment());
    } else if (event instanceof Event.RequestEnded ended) {
      end(ended.request(), ended.outcome(), now);
    } else if (event instanceof Event.Held held) {
      held.segments().forEach(this::announceHeld);
    } else if (event instanceof Event.OriginGranted granted) {
      grant(granted, now);
    } else if (event instanceof Event.Disowned disowned) {
      disowned.segments().forEach(this::disown);
    } // a tick only lets the schedule look at the time
    schedule(now);
    List<Action> result = actions;
    actions = new ArrayList<>();
    return result;
  }

  /** Whether all wanted files are here. */
  public boolean complete() {
    return table != null && missing.isEmpty();
  }

  /** Bytes asked for and not yet stored or given up. */
  public long bytesInFlight() {
    return requests == null ? 0 : requests.bytes();
  }

  /** Sources that are banned for having sent wrong bytes. */
  public List<Rank> banned() {
    return sources.values().stream().filter(Source::banned).map(source -> source.rank).toList();
  }

  private void describe(List<SwarmFile> files) {
    if (table != null) {
      throw new IllegalStateException("the files are described once");
    }
    table = new SegmentTable(files);
    picker = new SegmentPicker(table.size(), random);
    requests = new Requests(table);
    hedging = new Hedging(requests, times);
    origin = new OriginReads(settings.originReaders(), files, random);
    for (SwarmFile file : files) {
      int absent = 0;
      for (int segment = 0; segment < file.shape().segmentCount(); segment++) {
        int number = table.number(file.id(), segment);
        have.set(number, file.held().get(segment));
        if (file.wanted() && !file.held().get(segment)) {
          missing.set(number);
          absent++;
        }
      }
      missingOfFile.put(file.id(), absent);
      if (file.wanted() && absent == 0) {
        actions.add(new Action.FileFinished(file.id()));
      }
    }
    open.or(missing);
  }

  private void changeNeighbours(Event.NeighboursChanged changed) {
    Map<Rank, Source> former = new HashMap<>(sources);
    sources.clear();
    for (Neighbour neighbour : changed.neighbours()) {
      Source source = former.remove(neighbour.rank());
      if (source == null) {
        source = new Source(neighbour.rank(), neighbour.distance());
        Source stranger = strangers.remove(neighbour.rank());
        if (stranger != null) {
          source.holds.or(stranger.holds);
          source.files.or(stranger.files);
          picker.gained(source.holds);
        }
      }
      sources.put(neighbour.rank(), source);
    }
    former.values().forEach(gone -> picker.lost(gone.holds));
  }

  /** The source that a rank is, or may become. */
  private Source known(Rank rank) {
    Source source = sources.get(rank);
    return source != null
        ? source
        : strangers.computeIfAbsent(rank, r -> new Source(r, Neighbour.ELSEWHERE));
  }

  private void introduce(Event.Introduced introduced) {
    Source source = known(introduced.rank());
    BitSet before = (BitSet) source.holds.clone();
    source.holds.clear();
    for (Holding holding : introduced.holdings()) {
      if (table.has(holding.file())) {
        source.files.set(holding.file());
        holding.segments().stream()
            .map(segment -> table.number(holding.file(), segment))
            .filter(number -> number >= 0)
            .forEach(source.holds::set);
      }
    }
    if (sources.get(introduced.rank()) == source) {
      picker.lost(before);
      picker.gained(source.holds);
    }
  }

  private void hold(Source source, int number) {
    if (number >= 0 && !source.holds.get(number)) {
      source.holds.set(number);
      if (sources.get(source.rank) == source) {
        picker.gained(number);
      }
    }
  }

  private void store(long id, SegmentRef segment) {
    int number = table.number(segment);
    Requests.Request request = requests.get(id);
    if (request != null) {
      requests.arrived(request, number, true);
    }
    if (!missing.get(number)) {
      return; // a second request was faster
    }
    have.set(number);
    missing.clear(number);
    open.clear(number);
    requests.withdraw(number).forEach(idle -> actions.add(new Action.Cancel(idle.id)));
    announce(segment, number);
    if (missingOfFile.merge(segment.file(), -1, Integer::sum) == 0) {
      actions.add(new Action.FileFinished(segment.file()));
    }
  }

  private void announceHeld(SegmentRef segment) {
    int number = table.number(segment);
    if (!have.get(number)) {
      have.set(number);
      announce(segment, number);
    }
  }

  private void announce(SegmentRef segment, int number) {
    List<Rank> tell =
        sources.values().stream()
            .filter(source -> source.files.get(segment.file()) && !source.holds.get(number))
            .map(source -> source.rank)
            .toList();
    actions.add(new Action.Announce(segment, tell));
  }

  private void refuse(long id, SegmentRef segment) {
    Requests.Request request = requests.get(id);
    if (request == null) {
      return;
    }
    int number = table.number(segment);
    requests.arrived(request, number, false);
    reopen(number);
    if (request.source != null) {
      request.source.strike(number);
      actions.add(new Action.Complain(request.source.rank, segment));
    }
  }

  private void end(long id, Outcome outcome, long now) {
    Requests.Request request = requests.close(id);
    if (request == null) {
      return;
    }
    boolean failed = outcome instanceof Outcome.Failed;
    if (request.source == null) {
      int left = request.remaining.nextSetBit(0);
      origin.ended(left, left >= 0, now);
      return;
    }
    request.remaining.stream().forEach(this::reopen);
    Source source = request.source;
    if (outcome instanceof Outcome.Busy busy) {
      source.busy(now + busy.retryAfterMillis() * 1_000_000L);
    } else if (outcome instanceof Outcome.Missing) {
      request.remaining.stream()
          .filter(source.holds::get)
          .forEach(number -> forget(source, number));
    } else if (request.storedBytes() > 0) {
      source.served(request.storedBytes(), request.startedAt, now);
      times.add(request.storedBytes(), now - request.startedAt);
    }
    boolean nothing = request.storedBytes() == 0 && !request.refused() && !request.cancelled();
    if (failed || (outcome instanceof Outcome.Done && nothing && !request.remaining.isEmpty())) {
      source.failed(now);
    }
  }

  private void forget(Source source, int number) {
    source.holds.clear(number);
    if (sources.get(source.rank) == source) {
      picker.lost(number);
    }
  }

  private void reopen(int number) {
    if (missing.get(number) && !requests.inFlight(number)) {
      open.set(number);
    }
  }

  private void grant(Event.OriginGranted granted, long now) {
    List<Integer> numbers =
        granted.segments().stream()
            .map(segment -> table.number(granted.file(), segment))
            .filter(missing::get)
            .toList();
    numbers.forEach(open::clear);
    origin.granted(numbers, now);
  }

  private void disown(SegmentRef segment) {
    int number = table.number(segment);
    if (number >= 0 && have.get(number) && table.file(number).wanted()) {
      have.clear(number);
      missing.set(number);
      open.set(number);
      missingOfFile.merge(segment.file(), 1, Integer::sum);
    }
  }

  private void schedule(long now) {
    readOrigins(now);
    while (mayAsk()) {
      int typical = open.isEmpty() ? 0 : table.length(open.nextSetBit(0));
      Source source =
          open.isEmpty()
              ? null
              : selector.select(sources.values(), typical, now, s -> s.offers(open));
      if (source == null) {
        break;
      }
      ask(
          source,
          picker.pickBundle(source.offered(open), table::length, settings.bundleBytes()),
          now);
    }
    hedge(now);
    wake(now);
  }

  private boolean mayAsk() {
    return requests.isEmpty() || requests.bytes() < settings.maxBytesInFlight();
  }

  private void ask(Source source, List<Integer> numbers, long now) {
    Requests.Request request = requests.open(source, numbers, now);
    numbers.forEach(open::clear);
    List<SegmentRef> refs = numbers.stream().map(table::ref).toList();
    actions.add(new Action.Fetch(request.id, source.rank, refs));
  }

  private void hedge(long now) {
    while (mayAsk()) {
      BitSet late = hedging.late(now, open.isEmpty());
      Source helper =
          late.isEmpty()
              ? null
              : selector.select(
                  sources.values(),
                  table.length(late.nextSetBit(0)),
                  now,
                  s -> s.outstanding() == 0 && s.offers(late));
      if (helper == null) {
        return;
      }
      ask(helper, picker.pickBundle(helper.offered(late), table::length, 0), now);
    }
  }

  private void readOrigins(long now) {
    if (!origin.any()) {
      return;
    }
    for (int number = origin.next(now, have); number >= 0; number = origin.next(now, have)) {
      Requests.Request request = requests.open(null, List.of(number), now);
      actions.add(new Action.ReadOrigin(request.id, table.ref(number)));
    }
    int file = origin.claim(now, this::unheldByNeighbours);
    if (file >= 0) {
      actions.add(new Action.Claim(file, 2 * settings.originReaders()));
    }
  }

  /** Whether the peer misses a segment of the file that no neighbour is known to hold. */
  private boolean unheldByNeighbours(int file) {
    int first = table.firstOf(file);
    int end = first + table.file(first).shape().segmentCount();
    for (int i = open.nextSetBit(first); i >= 0 && i < end; i = open.nextSetBit(i + 1)) {
      if (picker.holders(i) == 0) {
        return true;
      }
    }
    return false;
  }

  private void wake(long now) {
    if (missing.isEmpty()) {
      return;
    }
    long next = Math.min(origin.wakeAt(now), hedging.wakeAt(now, open.isEmpty()));
    for (Source source : sources.values()) {
      if (!source.banned() && source.notBefore() > now) {
        next = Math.min(next, source.notBefore());
      }
    }
    if (next != Long.MAX_VALUE && (wakeAt <= now || next < wakeAt)) {
      wakeAt = next;
      actions.add(new Action.WakeAt(next));
    }
  }
}
