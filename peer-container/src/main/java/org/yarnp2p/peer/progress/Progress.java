package org.yarnp2p.peer.progress;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.protocol.Dealings;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** Counts what a peer does, for its heartbeats. Thread-safe; bytes are data bytes of segments. */
public final class Progress {
  private final LongSupplier nanoClock;
  private final LongAdder held = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<Integer, FileBytes> moved = new ConcurrentHashMap<>();
  private volatile RankPhase phase = RankPhase.STARTING;
  private final LongAdder wanted = new LongAdder();

  /** On the clock; null before. */
  private volatile Long exchangingSince;

  /** On the clock; null before. */
  private volatile Long finishedAt;

  private volatile int sources;
  private volatile int bans;

  /**
   * @param nanoClock such as {@link System#nanoTime}
   */
  public Progress(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Bytes held from the input have been hashed. */
  public void hashed(long bytes) {
    held.add(bytes);
  }

  /** The tracker knows the peer. */
  public void joined() {
    phase = RankPhase.JOINED;
  }

  /** The start gate is open. */
  public void gateOpened() {
    exchangingSince = nanoClock.getAsLong();
    phase = RankPhase.EXCHANGING;
  }

  /** So many more bytes are wanted. */
  public void wants(long bytes) {
    wanted.add(bytes);
  }

  /** Bytes of a wanted file are here, verified; negative when they turned out to be wrong. */
  public void acquired(int file, long bytes) {
    of(file).acquired.add(bytes);
  }

  /**
   * A file is wanted no more, and what is here of it, or still comes or goes, does not count.
   *
   * @param bytes of the whole file
   */
  public void lost(int file, long bytes) {
    wanted.add(-bytes);
    of(file).lost = true;
  }

  /** A segment has come from a peer, whether right or wrong. */
  public void received(int file, long bytes) {
    of(file).down.add(bytes);
  }

  /** A segment has been given to a peer. */
  public void sent(int file, long bytes) {
    of(file).up.add(bytes);
  }

  /** A segment has been read from its origin. */
  public void readFromOrigin(int file, long bytes) {
    of(file).origin.add(bytes);
  }

  /** A segment came with wrong bytes. */
  public void refused() {
    refused.increment();
  }

  /** How many peers it has requests at, and how many it takes nothing from any more. */
  public void asks(int sourcesNow, int bansNow) {
    sources = sourcesNow;
    bans = bansNow;
  }

  /** All wanted files are written. */
  public void finished() {
    finishedAt = nanoClock.getAsLong();
    phase = RankPhase.COMPLETE;
  }

  /** A segment of what is written has gone bad. */
  public void unfinished() {
    finishedAt = null;
    phase = RankPhase.EXCHANGING;
  }

  /** The peer has left the swarm. */
  public void left() {
    phase = RankPhase.LEFT;
  }

  /**
   * The figures now, with those of some files. Of one with an origin the plan says how large it is,
   * and where nothing was read from there or sent by a first holder there is nothing to tell: with
   * very many files and peers that would be too much for the ApplicationMaster.
   *
   * @param uploads upload slots in use
   */
  public RankStatus status(Collection<SharedFile> files, int uploads) {
    return new RankStatus(
        phase,
        held.sum(),
        wanted.sum(),
        moved.values().stream()
            .filter(file -> !file.lost)
            .mapToLong(file -> file.acquired.sum())
            .sum(),
        moved.values().stream().mapToLong(file -> file.down.sum()).sum(),
        moved.values().stream().mapToLong(file -> file.up.sum()).sum(),
        moved.values().stream().mapToLong(file -> file.origin.sum()).sum(),
        refused.intValue(),
        ago(exchangingSince),
        ago(finishedAt),
        files.stream().filter(this::hasNews).map(this::traffic).toList(),
        new Dealings(sources, uploads, bans));
  }

  private long ago(Long moment) {
    return moment == null ? -1 : TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - moment);
  }

  private boolean hasNews(SharedFile file) {
    FileBytes bytes = of(file.plan().id());
    return file.plan().origin() == null
        || bytes.origin.sum() > 0
        || (file.firstHolder() && bytes.up.sum() > 0);
  }

  private FileTraffic traffic(SharedFile file) {
    FileBytes bytes = of(file.plan().id());
    FileShape shape = file.shape();
    return new FileTraffic(
        file.plan().id(),
        bytes.down.sum(),
        bytes.up.sum(),
        file.firstHolder(),
        bytes.origin.sum(),
        shape.dataLength(),
        shape.segmentCount());
  }

  private FileBytes of(int file) {
    return moved.computeIfAbsent(file, id -> new FileBytes());
  }
}
