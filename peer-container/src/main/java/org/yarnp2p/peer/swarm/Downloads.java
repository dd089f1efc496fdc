package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.SegmentRef;

/**
 * What to ask of whom now. Small segments are asked for at once, many together. Larger ones need an
 * upload slot of the source: slots are wanted of all sources that offer something as long as this
 * peer has download slots free, and given back when they come too late. So a source that becomes
 * free finds somebody to serve, and a peer is not served by more sources than its own link carries
 * well.
 */
final class Downloads {
  /** Small segments in one request. */
  private static final int MOST_IN_BUNDLE = 1024;

  private final SwarmSettings settings;
  private final SegmentTable table;
  private final SegmentPicker picker;
  private final Stock stock;
  private final Neighbourhood neighbours;
  private final Requests requests;
  private final Hedging hedging;
  private final RequestSize size;
  private final SourceSelector selector;
  private final RandomGenerator random;
  private final BitSet small;
  private final SlotCount slots;
  private final NearerFirst nearer;

  /** Sources with less are slow, in bytes in a ns; as it was when the schedule was last made. */
  private double slowRate;

  /** Sources that keep this peer waiting; as it was when the schedule was last made. */
  private Set<Source> stuck = Set.of();

  /** Segments that take too long; null until somebody asks in this schedule. */
  private BitSet late;

  /** Sources that are slow and have something under a slot, and those that are not slow. */
  private int slowInUse;

  private int fastInUse;

  /** Whether a source has cleared a slot under which it has nothing more to offer now. */
  private boolean clearLeft;

  Downloads(
      SwarmSettings settings,
      SegmentTable table,
      SegmentPicker picker,
      Stock stock,
      Neighbourhood neighbours,
      Requests requests,
      RequestSize size,
      Hedging hedging,
      RandomGenerator random) {
    this.settings = settings;
    this.table = table;
    this.picker = picker;
    this.stock = stock;
    this.neighbours = neighbours;
    this.requests = requests;
    this.hedging = hedging;
    this.random = random;
    this.size = size;
    selector = new SourceSelector(random);
    slots = new SlotCount(settings.leastSlots(), settings.downloadSlots());
    nearer = new NearerFirst(neighbours, slots, this::isSlow);
    small = table.upTo(settings.eagerLimit());
  }

  /**
   * Whether news from a source about these segments could change what to do. As far as slots are
   * concerned, nothing has changed since the schedule was last made.
   */
  boolean concerns(Source source, List<SegmentRef> segments) {
    boolean free =
        source.slot() == Source.Slot.CLEAR
            || (source.slot() == Source.Slot.NONE && freeSlots() > 0);
    BitSet open = stock.open();
    BitSet lacking = open.isEmpty() ? stock.missing() : open;
    for (SegmentRef segment : segments) {
      int number = table.number(segment);
      if (number >= 0 && lacking.get(number) && (free || small.get(number) || open.isEmpty())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether news of what neighbours hold cannot change what to do, until something else happens.
   */
  boolean newsCanWait() {
    BitSet open = stock.open();
    return stock.missing().isEmpty()
        || (!open.isEmpty() && freeSlots() <= 0 && !clearLeft && !open.intersects(small));
  }

  /** A source has chosen what it sends for a request, this long after it was asked, in ns. */
  void chosen(long nanos) {
    slots.agreed(nanos);
  }

  /** A source sends these under a slot. */
  void coming(Source source, List<SegmentRef> segments, List<Action> actions) {
    nearer.foretell(source, segments, actions);
  }

  /** When this peer may have other choices, with nothing new; the largest number if never. */
  long wakeAt(long now) {
    return stock.open().isEmpty() ? Long.MAX_VALUE : nearer.changesAt(isIdle(), now);
  }

  /** What was asked for under a slot has come, this long after it was asked for, in ns. */
  void transferred(long nanos) {
    slots.transferred(nanos);
  }

  /** Adds what is to be done now. */
  void schedule(long now, List<Action> actions) {
    if (stock.missing().isEmpty()) {
      return;
    }
    slowRate = selector.slowRate(neighbours.all());
    stuck = hedging.stuck(now);
    late = null;
    clearLeft = false;
    countInUse();
    askSmall(now, actions);
    List<Source> all = neighbours.all();
    int first = all.isEmpty() ? 0 : random.nextInt(all.size());
    for (int i = 0; i < all.size(); i++) {
      useSlot(all.get((first + i) % all.size()), now, actions);
    }
    for (int i = 0; i < all.size() && freeSlots() > 0; i++) {
      wantSlot(all.get((first + i) % all.size()), now, actions);
    }
    hedgeSmall(now, actions);
  }

  /**
   * Uses the slot that a source has just cleared, or gives it back. Nothing else has changed since
   * the schedule was last made.
   *
   * @return whether something is asked for
   */
  boolean cleared(Source source, long now, List<Action> actions) {
    late = null;
    useSlot(source, now, actions);
    return source.slot() == Source.Slot.ASKED;
  }

  /** Gives back what slots are there when nothing is missing any more. */
  void finish(List<Action> actions) {
    for (Source source : neighbours.all()) {
      if (source.slot() == Source.Slot.CLEAR) {
        giveBack(source, actions);
      }
    }
  }

  private void askSmall(long now, List<Action> actions) {
    if (small.isEmpty()) {
      return;
    }
    BitSet wanted = (BitSet) stock.open().clone();
    wanted.and(small);
    while (size.mayAsk() && !wanted.isEmpty()) {
      Source source =
          selector.select(
              neighbours.all(),
              table.length(wanted.nextSetBit(0)),
              s ->
                  s.ready(now)
                      && s.outstanding() < settings.requestsPerSource()
                      && nearer.offers(s, wanted, isIdle(), now));
      if (source == null) {
        return;
      }
      List<Integer> bundle =
          picker.pickBundle(
              nearer.offered(source, wanted, isIdle(), now),
              table::length,
              settings.bundleBytes(),
              MOST_IN_BUNDLE);
      ask(source, bundle, true, now, actions);
      bundle.forEach(wanted::clear);
    }
  }

  private BitSet late(long now) {
    if (late == null) {
      late = hedging.late(now, stock.open().isEmpty());
    }
    return late;
  }

  private void useSlot(Source source, long now, List<Action> actions) {
    if (source.slot() == Source.Slot.CLEAR) {
      useClear(source, now, actions);
      clearLeft |= source.slot() == Source.Slot.CLEAR;
    }
  }

  private void useClear(Source source, long now, List<Action> actions) {
    boolean working = source.underSlot() > 0;
    if (size.mayAsk()
        && source.ready(now)
        && !crowdsOut(source, now)
        && source.underSlot() < settings.requestsPerSource()
        && (working || admits(source))) {
      BitSet offered = offered(source, now);
      if (!offered.isEmpty()) {
        ask(source, picker.pick(offered, size.candidates(stock.open())), false, now, actions);
        return;
      }
      BitSet helped = offeredLate(source, now);
      if (!helped.isEmpty()) {
        ask(source, picker.pick(helped, 1), false, now, actions);
        late.andNot(requests.doubled());
        return;
      }
    }
    if (!working) {
      giveBack(source, actions);
    }
  }

  /** Not a slot that could not be used: it would be given back and wanted again without end. */
  private void wantSlot(Source source, long now, List<Action> actions) {
    if (source.slot() == Source.Slot.NONE
        && source.ready(now)
        && size.mayAsk()
        && (offers(source, now) || !offeredLate(source, now).isEmpty())
        && admits(source)
        && !crowdsOut(source, now)) {
      source.wanted(now);
      actions.add(new Action.Reserve(source.rank));
    }
  }

  /**
   * Whether another request to a source would leave no room for others that are faster, or may be:
   * it is slow and would fill the bytes in flight, or it is the only one of which this peer knows
   * how fast it is and would keep the only slot.
   */
  private boolean crowdsOut(Source source, long now) {
    boolean slow = isSlow(source);
    int slotsLeft = freeSlots() - (source.underSlot() > 0 ? 0 : 1);
    if (source.rate() == 0 || (leavesRoom() && (slow || slotsLeft > 0))) {
      return false;
    }
    boolean others = false;
    for (Source other : neighbours.all()) {
      if (other != source) {
        if (!slow && (other.rate() > 0 || other.outstanding() > 0)) {
          return false;
        }
        others |= !isSlow(other) && !other.failing() && other.ready(now) && offers(other, now);
      }
    }
    return others;
  }

  /** Whether one request more would leave room for a further one. */
  private boolean leavesRoom() {
    int next = stock.open().nextSetBit(0);
    return next < 0 || size.leavesRoom(table.length(next));
  }

  /** Late segments with which an idle source could help, under a slot. */
  private BitSet offeredLate(Source source, long now) {
    if (source.outstanding() > 0 || late(now).isEmpty()) {
      return new BitSet();
    }
    BitSet offered = source.offered(late);
    offered.andNot(small);
    return offered;
  }

  private void hedgeSmall(long now, List<Action> actions) {
    if (small.isEmpty()) {
      return;
    }
    BitSet lateSmall = late(now);
    lateSmall.and(small);
    while (size.mayAsk() && !lateSmall.isEmpty()) {
      Source helper =
          selector.select(
              neighbours.all(),
              table.length(lateSmall.nextSetBit(0)),
              s -> s.ready(now) && s.outstanding() == 0 && s.offers(lateSmall));
      if (helper == null) {
        return;
      }
      ask(helper, picker.pick(helper.offered(lateSmall), 1), true, now, actions);
      lateSmall.andNot(requests.doubled());
    }
  }

  /** What a source has to offer in exchange for a slot. */
  private BitSet offered(Source source, long now) {
    return nearer.offered(source, openLarge(), isIdle(), now);
  }

  /** Whether that is anything. */
  private boolean offers(Source source, long now) {
    return nearer.offers(source, openLarge(), isIdle(), now);
  }

  /** Open segments that are had under a slot; not to be changed. */
  private BitSet openLarge() {
    if (small.isEmpty()) {
      return stock.open();
    }
    BitSet large = (BitSet) stock.open().clone();
    large.andNot(small);
    return large;
  }

  private void giveBack(Source source, List<Action> actions) {
    source.slot(Source.Slot.NONE);
    actions.add(new Action.Release(source.rank));
  }

  /** Slow sources do not fill the link: they take up slots of their own. */
  private boolean admits(Source source) {
    return (isSlow(source) ? slowInUse : fastInUse) < slots.now();
  }

  private boolean isIdle() {
    return freeSlots() == slots.now();
  }

  private int freeSlots() {
    return slots.now() - fastInUse;
  }

  private void countInUse() {
    slowInUse = 0;
    fastInUse = 0;
    for (Source source : neighbours.all()) {
      if (source.underSlot() > 0) {
        countInUse(source);
      }
    }
  }

  private void countInUse(Source source) {
    if (isSlow(source)) {
      slowInUse++;
    } else {
      fastInUse++;
    }
  }

  private boolean isSlow(Source source) {
    return source.slowerThan(slowRate) || stuck.contains(source);
  }

  private void ask(
      Source source, List<Integer> numbers, boolean eager, long now, List<Action> actions) {
    int mostBytes = eager ? settings.bundleBytes() : size.underSlot(source);
    Requests.Request request = requests.open(source, numbers, mostBytes, eager, now);
    List<SegmentRef> refs = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      stock.reserve(number);
      refs.add(table.ref(number));
    }
    if (!eager) {
      source.slot(Source.Slot.ASKED);
      if (source.underSlot() == 1) {
        countInUse(source);
      }
    }
    if (eager) {
      nearer.foretell(source, refs, actions);
    }
    actions.add(
        new Action.Fetch(request.id, source.rank, refs, mostBytes, eager, slots.lastPercent()));
  }
}
