package org.yarnp2p.bench.faults;

/**
 * A connection on which segments travel from a source to an asker. What one end says does not
 * overtake what it has said before. It breaks as a whole.
 */
final class Stream {
  /** After this time without a word an end gives the connection up. */
  static final long SILENCE_NANOS = 60_000_000_000L;

  /** After this time at the latest an asker gives up a source that does not say it is there. */
  static final long ANSWER_NANOS = 15_000_000_000L;

  private final Life asker;
  private final Life source;
  private final Swarm swarm;
  private long lastToSource;
  private long lastToAsker;
  private boolean broken;
  private boolean silent;

  /** Whether the asker waits for a slot. */
  boolean wanted;

  Stream(Life asker, Life source, Swarm swarm) {
    this.asker = asker;
    this.source = source;
    this.swarm = swarm;
  }

  Life asker() {
    return asker;
  }

  Life source() {
    return source;
  }

  boolean broken() {
    return broken;
  }

  void toSource(Runnable work) {
    if (passes()) {
      lastToSource = Math.max(lastToSource, swarm.time().now() + swarm.weather().delay());
      swarm.time().at(lastToSource, () -> source.process().run(() -> arrive(work)));
    }
  }

  void toAsker(Runnable work) {
    if (passes()) {
      lastToAsker = Math.max(lastToAsker, swarm.time().now() + swarm.weather().delay());
      swarm.time().at(lastToAsker, () -> asker.process().run(() -> arrive(work)));
    }
  }

  private boolean passes() {
    if (!broken && swarm.weather().loses()) {
      cut();
    }
    return !broken && !silent;
  }

  private void arrive(Runnable work) {
    if (!broken) {
      work.run();
    }
  }

  /** It breaks, and both ends see it. */
  void cut() {
    if (broken) {
      return;
    }
    broken = true;
    long seen = swarm.weather().delay();
    swarm.time().after(seen, () -> asker.process().run(() -> asker.asking().lost(this)));
    swarm.time().after(seen, () -> source.process().run(() -> source.serving().lost(this)));
  }

  /** Nothing gets through any more; the ends find out by the silence. */
  void fallSilent() {
    silent = true;
    swarm.time().after(ANSWER_NANOS, this::askerLooks);
    swarm.time().after(SILENCE_NANOS, this::cut);
  }

  /** The asker's next connection takes the place of this one at the source too. */
  private void askerLooks() {
    if (!giveUpIfAwaited() && !broken) {
      swarm.time().after(ANSWER_NANOS, this::askerLooks);
    }
  }

  /**
   * The source has been silent for {@link #ANSWER_NANOS}.
   *
   * @return whether the asker has noticed, since it waits for something
   */
  boolean giveUpIfAwaited() {
    boolean noticed = !asker.process().stopped() && asker.asking().awaits(this);
    if (noticed) {
      cut();
    }
    return noticed;
  }
}
