package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/**
 * What a peer knows and decides: what it holds, what others hold, what is in flight. An event goes
 * in, actions come out; there is no I/O, and time is a number that comes with the event. For one
 * thread.
 */
public final class SwarmState {
  private final SwarmSettings settings;
  private final RandomGenerator random;
  private final TransferTimes times = new TransferTimes();
  private SegmentTable table;
  private SegmentPicker picker;
  private Stock stock;
  private Neighbourhood neighbours;
  private Requests requests;
  private Hedging hedging;
  private Downloads downloads;
  private OriginReads origin;
  private long wakeAt = Long.MIN_VALUE;
  private List<Action> actions = new ArrayList<>();

  /** Sources whose slots have come since the last schedule. */
  private final List<Source> cleared = new ArrayList<>();

  /**
   * @param settings bounds
   * @param random decides among equals; seeded for a run that can be repeated
   */
  public SwarmState(SwarmSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** Applies one event; see {@link #apply(List, long)}. */
  public List<Action> apply(Event event, long now) {
    return apply(List.of(event), now);
  }

  /**
   * Applies events, and decides when all are known.
   *
   * @param events what has happened, in order; {@link Event.FilesDescribed} first
   * @param now in ns of any clock that does not go back
   * @return what to do, in order
   */
  public List<Action> apply(List<Event> events, long now) {
    boolean decide = false;
    for (Event event : events) {
      if (table == null && !(event instanceof Event.FilesDescribed)) {
        throw new IllegalStateException("the files must be described before " + event);
      }
      decide |= enter(event, now);
    }
    if (decide) {
      schedule(now);
    } else {
      useCleared(now);
    }
    cleared.clear();
    if (actions.isEmpty()) {
      return List.of();
    }
    List<Action> result = actions;
    actions = new ArrayList<>();
    return result;
  }

  /** Takes an event in; false when it cannot change what to do. */
  private boolean enter(Event event, long now) {
    if (event instanceof Event.Announced announced) {
      Optional<Source> source = neighbours.announce(announced.member(), announced.segments());
      return source.isPresent() && downloads.concerns(source.get(), announced.segments());
    }
    if (event instanceof Event.SegmentStored stored) {
      store(stored.request(), stored.segment());
    } else if (event instanceof Event.SegmentRefused refused) {
      refuse(refused.request(), refused.segment());
    } else if (event instanceof Event.RequestEnded ended) {
      end(ended.request(), ended.outcome(), now);
    } else if (event instanceof Event.Coming coming) {
      neighbours.foretell(coming.member(), coming.segments(), now);
      return false;
    } else if (event instanceof Event.SlotAnswered answered) {
      return answer(answered.source(), answered.answer(), now);
    } else if (event instanceof Event.Bound bound) {
      bind(bound, now);
    } else if (event instanceof Event.Arriving arriving) {
      requests.freeSlot(requests.get(arriving.request()));
    } else if (event instanceof Event.Introduced introduced) {
      neighbours
          .introduce(introduced.member(), introduced.holdings())
          .filter(source -> neighbours.get(source.rank) == source)
          .ifPresent(this::remind);
    } else if (event instanceof Event.NeighboursChanged changed) {
      neighbours.become(changed.neighbours());
    } else if (event instanceof Event.Held held) {
      held.segments().forEach(this::arrive);
    } else if (event instanceof Event.OriginGranted granted) {
      origin.granted(granted.segments(), now);
    } else if (event instanceof Event.Disowned disowned) {
      disowned.segments().stream()
          .mapToInt(table::number)
          .filter(number -> number >= 0)
          .forEach(stock::lost);
    } else if (event instanceof Event.Lost lost) {
      lost.files().forEach(this::lose);
    } else if (event instanceof Event.FilesDescribed described) {
      describe(described.files());
    } // a tick only lets the schedule look at the time
    return true;
  }

  /**
   * Whether what neighbours announce can wait for the next other event: it cannot change what to do
   * before.
   */
  public boolean newsCanWait() {
    return table != null && downloads.newsCanWait();
  }

  /** Whether all wanted files are here. */
  public boolean complete() {
    return table != null && stock.missing().isEmpty();
  }

  /** Bytes asked for and not yet stored or given up. */
  public long bytesInFlight() {
    return requests == null ? 0 : requests.bytes();
  }

  /** How many neighbours have something outstanding. */
  public int sources() {
    int asked = 0;
    for (Source source : neighbours.all()) {
      asked += source.outstanding() > 0 ? 1 : 0;
    }
    return asked;
  }

  /** How many sources are banned for having sent wrong bytes. */
  public int bans() {
    int bans = 0;
    for (Source source : neighbours.all()) {
      bans += source.banned() ? 1 : 0;
    }
    return bans;
  }

  /** Which sources these are. */
  public List<Rank> banned() {
    return neighbours.all().stream().filter(Source::banned).map(source -> source.rank).toList();
  }

  private void describe(List<SwarmFile> files) {
    if (table != null) {
      throw new IllegalStateException("the files are described once");
    }
    table = new SegmentTable(files);
    picker = new SegmentPicker(table.size(), random);
    stock = new Stock(table, files);
    neighbours = new Neighbourhood(table, picker);
    requests = new Requests(table);
    hedging = new Hedging(requests, times);
    RequestSize size = new RequestSize(settings, requests);
    downloads =
        new Downloads(settings, table, picker, stock, neighbours, requests, size, hedging, random);
    origin = new OriginReads(settings, table, picker, stock, requests, size, files, random);
    files.stream()
        .filter(file -> file.wanted() && stock.complete(file.id()))
        .forEach(file -> actions.add(new Action.FileFinished(file.id())));
  }

  /** A neighbour may have dropped what it got from here or elsewhere, and not know who has it. */
  private void remind(Source source) {
    source.doubted.stream()
        .filter(stock::has)
        .forEach(
            number -> actions.add(new Action.Announce(table.ref(number), List.of(source.rank))));
  }

  private void store(long id, SegmentRef segment) {
    Requests.Request request = requests.get(id);
    if (request != null) {
      requests.arrived(request, table.number(segment), true);
    }
    arrive(segment);
  }

  private void arrive(SegmentRef segment) {
    int number = table.number(segment);
    if (!stock.arrived(number)) {
      return; // a second request was faster
    }
    requests.withdraw(number).forEach(idle -> actions.add(new Action.Cancel(idle.id)));
    actions.add(new Action.Announce(segment, neighbours.without(segment.file(), number)));
    int file = segment.file();
    if (table.file(number).wanted() && stock.complete(file) && !stock.isDropped(file)) {
      actions.add(new Action.FileFinished(file));
    }
  }

  private void refuse(long id, SegmentRef segment) {
    Requests.Request request = requests.get(id);
    if (request == null) {
      return;
    }
    int number = table.number(segment);
    requests.arrived(request, number, false);
    BitSet refused = new BitSet();
    refused.set(number);
    reopen(refused);
    if (request.source != null) {
      Source source = request.source;
      neighbours.strike(source, number);
      actions.add(new Action.Complain(source.member(), segment, source.banned()));
    }
  }

  private void lose(int file) {
    if (!table.has(file) || stock.complete(file)) {
      return;
    }
    stock
        .drop(file)
        .forEach(
            number ->
                requests.withdraw(number).forEach(idle -> actions.add(new Action.Cancel(idle.id))));
    actions.add(new Action.FileLost(file));
  }

  /** False when it only brings a slot. */
  private boolean answer(Rank rank, SlotAnswer answer, long now) {
    Optional<Source> asked =
        neighbours.known(rank).filter(source -> source.slot() == Source.Slot.WANTED);
    boolean clear = answer instanceof SlotAnswer.Clear;
    boolean welcome = asked.isPresent() && neighbours.get(rank) == asked.get();
    if (clear && !welcome) {
      actions.add(new Action.Release(rank));
    }
    if (asked.isEmpty()) {
      return true;
    }
    Source source = asked.get();
    source.slot(clear && welcome ? Source.Slot.CLEAR : Source.Slot.NONE);
    if (clear && welcome) {
      cleared.add(source);
      return false;
    }
    if (answer instanceof SlotAnswer.Busy busy) {
      source.busy(now + busy.retryAfterMillis() * 1_000_000L);
    } else if (answer instanceof SlotAnswer.Failed) {
      source.failed(now);
    }
    return true;
  }

  private void bind(Event.Bound bound, long now) {
    Requests.Request request = requests.get(bound.request());
    if (request == null || request.source == null || request.bound()) {
      return;
    }
    BitSet chosen = new BitSet();
    for (SegmentRef segment : bound.segments()) {
      chosen.set(table.number(segment));
    }
    reopen(requests.bind(request, chosen));
    if (!request.eager) {
      if (request.alone) {
        downloads.chosen(now - request.startedAt);
      }
      downloads.coming(request.source, bound.segments(), actions);
      request.source.slot(bound.slotKept() ? Source.Slot.CLEAR : Source.Slot.NONE);
    }
    if (requests.idle(request)) {
      actions.add(new Action.Cancel(request.id));
    }
  }

  private void end(long id, Outcome outcome, long now) {
    Requests.Request request = requests.close(id);
    if (request == null) {
      return;
    }
    if (request.source == null) {
      BitSet left = request.remaining;
      origin.ended(!left.isEmpty(), now);
      left.stream().forEach(number -> actions.add(new Action.GiveBack(table.ref(number))));
      reopen(left);
      return;
    }
    reopen(request.remaining);
    Source source = request.source;
    if (outcome instanceof Outcome.Missing) {
      request.remaining.stream().forEach(number -> neighbours.disclaim(source, number));
    }
    judge(request, outcome, now);
    if (!request.eager && !request.bound()) {
      giveUp(source, outcome);
    }
  }

  private void judge(Requests.Request request, Outcome outcome, long now) {
    Source source = request.source;
    if (outcome instanceof Outcome.Busy busy) {
      source.busy(now + busy.retryAfterMillis() * 1_000_000L);
    } else if (request.storedBytes() > 0) {
      source.served(request.storedBytes(), request.startedAt, now);
      times.add(request.storedBytes(), now - request.startedAt);
      if (!request.eager) {
        downloads.transferred(now - request.startedAt);
      }
    }
    boolean brought = request.storedBytes() > 0 || request.refused();
    boolean empty =
        outcome instanceof Outcome.Done
            && !brought
            && !request.cancelled()
            && !request.remaining.isEmpty();
    if (outcome instanceof Outcome.Failed || empty) {
      source.failed(now);
    }
  }

  /** A request under a slot has ended before the source had chosen. */
  private void giveUp(Source source, Outcome outcome) {
    if (source.slot() == Source.Slot.ASKED) {
      source.slot(Source.Slot.NONE);
    }
    if (!(outcome instanceof Outcome.Busy) && neighbours.get(source.rank) == source) {
      actions.add(new Action.Release(source.rank));
    }
  }

  /** These may be asked for, but for those that another request brings. */
  private void reopen(BitSet segments) {
    BitSet idle = (BitSet) segments.clone();
    idle.andNot(requests.inFlight());
    stock.reopen(idle);
  }

  private void useCleared(long now) {
    if (cleared.isEmpty()) {
      return;
    }
    if (stock.missing().isEmpty()) {
      downloads.finish(actions);
      return;
    }
    boolean asked = false;
    for (Source source : cleared) {
      asked |= downloads.cleared(source, now, actions);
    }
    if (asked) {
      wake(now);
    }
  }

  private void schedule(long now) {
    if (stock.missing().isEmpty()) {
      downloads.finish(actions);
      return;
    }
    origin.schedule(now, actions);
    downloads.schedule(now, actions);
    wake(now);
  }

  private void wake(long now) {
    long next = Math.min(origin.wakeAt(now), hedging.wakeAt(now, stock.open().isEmpty()));
    next = Math.min(next, downloads.wakeAt(now));
    for (Source source : neighbours.all()) {
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
