package org.yarnp2p.peer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.distribute.Arrivals;
import org.yarnp2p.peer.download.Exchange;
import org.yarnp2p.peer.download.PeerLinks;
import org.yarnp2p.peer.download.SegmentTransport;
import org.yarnp2p.peer.download.Surroundings;
import org.yarnp2p.peer.output.Outputs;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.HeldFiles;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.upload.Uploader;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;

/** A peer's part in the swarm from the meeting to the drain: exchange, uploads and outputs. */
final class Participation implements Closeable {
  private final SharedFiles files;
  private final Progress progress;
  private final PeerLinks links;
  private final SegmentTransport transport;
  private final Uploader uploader;
  private final OpenFiles<FileChannel> openFiles;
  private final List<HeldFiles.Held> input;
  private final Arrivals arrivals;
  private final Consumer<Exception> failure;
  private final Exchange exchange;
  private final Outputs outputs;

  /** Ids of wanted files whose output an earlier life of this rank has written. */
  private final Set<Integer> writtenBefore;

  /** Ids of wanted files of which nobody who is left knows how they are cut: they are lost. */
  private final Set<Integer> unknown;

  /**
   * @param files all that this peer holds or wants
   * @param inventory where the wanted files go, and who is told
   * @param links follow the tracker's neighbours
   * @param openFiles of all stores, closed with this
   * @param failure told what this peer cannot live with
   */
  Participation(
      PeerSettings settings,
      Surroundings around,
      SharedFiles files,
      Inventory inventory,
      PeerLinks links,
      Uploader uploader,
      OpenFiles<FileChannel> openFiles,
      Consumer<Exception> failure) {
    this.files = files;
    this.links = links;
    this.uploader = uploader;
    this.openFiles = openFiles;
    this.failure = failure;
    input = inventory.held();
    arrivals = inventory.arrivals();
    progress = around.progress();
    transport = around.transport();
    Rank rank = around.self().rank();
    List<SharedFile> wanted =
        inventory.wanted().keySet().stream().map(files::get).filter(Objects::nonNull).toList();
    writtenBefore =
        wanted.stream()
            .filter(file -> !file.wanted())
            .map(file -> file.plan().id())
            .collect(Collectors.toSet());
    unknown =
        inventory.wanted().keySet().stream()
            .filter(id -> files.get(id) == null)
            .collect(Collectors.toSet());
    outputs =
        new Outputs(
            rank,
            inventory.wanted(),
            writtenBefore,
            settings.outputWriters(),
            settings.outputPatience(),
            settings.outputVerify(),
            new Outputs.Listener(this::written, this::complete, this::damaged, failure));
    exchange =
        new Exchange(
            around,
            files,
            settings.exchange(),
            new SplittableRandom(),
            new Exchange.Listener(this::finished, this::lost, this::reopened, failure));
    progress.wants(wanted.stream().mapToLong(file -> file.shape().dataLength()).sum());
    wanted.forEach(
        file ->
            progress.acquired(
                file.plan().id(), file.wanted() ? heldBytes(file) : file.shape().dataLength()));
    uploader.serve(files, segment -> exchange.doubted(List.of(segment)));
  }

  /** Everything is prepared, and the first neighbours are met. Once, before the start. */
  void meet(List<Contact> neighbours, Runnable met) {
    follow(neighbours);
    exchange.meet(neighbours, met);
  }

  /** The gate is open. Once. */
  void start(List<Contact> neighbours) {
    progress.gateOpened();
    follow(neighbours);
    exchange.start(neighbours);
    writtenBefore.forEach(exchange.reporter()::finished);
    unknown.forEach(this::abandon);
    outputs.start();
  }

  /** The tracker names other neighbours. */
  void neighbours(List<Contact> neighbours) {
    follow(neighbours);
    exchange.neighbours(neighbours);
  }

  /** These were held, as far as the tracker knows, and are not. Before the start. */
  void dropped(List<SegmentRef> segments) {
    if (!segments.isEmpty()) {
      exchange.reporter().rechecked(segments, segments);
    }
  }

  /**
   * What was hashed while the files were described, and an earlier life of this rank has told
   * otherwise, is looked at, and dropped. What is hashed later the tracker refuses.
   */
  void lookAtInput() {
    for (SharedFile file : files.all()) {
      if (file.firstHolder()) {
        int id = file.plan().id();
        doubted(
            file.store().held().stream()
                .filter(file::isAltered)
                .mapToObj(segment -> new SegmentRef(id, segment))
                .toList());
      }
    }
  }

  /** Segments that are not what they should be, as far as the tracker knows. Any thread. */
  void doubted(List<SegmentRef> segments) {
    exchange.doubted(segments);
  }

  /**
   * What the tracker knows of bad bytes and losses.
   *
   * @param doubted segments of which this peer is to hash its own copies
   * @param lost ids of files that nobody can give any more
   */
  void troubles(List<SegmentRef> doubted, List<Integer> lost) {
    exchange.doubted(doubted);
    exchange.lost(lost);
  }

  /** What is told of the input. */
  List<HeldFile> manifests() {
    return input.stream().map(one -> one.manifest(files.get(one.plan().id()).manifest())).toList();
  }

  /** What this peer has of the files that it wants. */
  List<Holding> acquired() {
    return files.all().stream()
        .filter(SharedFile::wanted)
        .map(file -> new Holding(file.plan().id(), file.store().held()))
        .filter(holding -> !holding.segments().isEmpty())
        .toList();
  }

  /** How the wanted files are cut that no origin tells about. */
  Map<Integer, FileShape> shapes() {
    return files.all().stream()
        .filter(file -> file.wanted() && file.plan().origin() == null)
        .collect(Collectors.toMap(file -> file.plan().id(), SharedFile::shape));
  }

  /**
   * Segments that the tracker has given to this peer to read from origins, and that are not read.
   */
  List<SegmentRef> claimed() {
    return exchange.claimed().stream()
        .filter(ref -> !files.get(ref.file()).holds(ref.segment()))
        .toList();
  }

  /** A tracker that knows nothing of it yet hears what is here, with digests. */
  void tellAgain() {
    List<Acquired> all = new ArrayList<>();
    for (SharedFile file : files.all()) {
      int id = file.plan().id();
      file.store().held().stream()
          .forEach(
              segment ->
                  file.store()
                      .digest(segment)
                      .ifPresent(
                          digest -> all.add(new Acquired(new SegmentRef(id, segment), digest))));
    }
    exchange.reporter().tellAgain(all);
  }

  /** All that this peer holds or wants. */
  SharedFiles files() {
    return files;
  }

  @Override
  public void close() {
    exchange.close();
    // No file is made any more from here on, so that none escapes the deletion.
    openFiles.close();
    outputs.close();
  }

  private void follow(List<Contact> neighbours) {
    List<Member> members = neighbours.stream().map(Contact::member).toList();
    links.update(neighbours);
    transport.neighbours(members);
    uploader.neighbours(members);
    uploader.nearest(nearest(neighbours));
  }

  private static Set<Rank> nearest(List<Contact> neighbours) {
    IntSummaryStatistics distances =
        neighbours.stream().mapToInt(Contact::distance).summaryStatistics();
    return neighbours.stream()
        .filter(contact -> contact.distance() < distances.getMax())
        .filter(contact -> contact.distance() == distances.getMin())
        .map(contact -> contact.member().rank())
        .collect(Collectors.toSet());
  }

  private void finished(int id) {
    SharedFile file = files.get(id);
    outputs.write(
        file,
        file.manifest().wasWhole(file.shape().segmentCount())
            ? CompletableFuture.completedFuture(null)
            : exchange.reporter().settled());
  }

  private void lost(int id) {
    progress.lost(id, files.get(id).shape().dataLength());
    abandon(id);
  }

  private void abandon(int id) {
    exchange.reporter().lost(id);
    outputs.abandon(id);
  }

  private void reopened(int id) {
    if (outputs.reopen(id)) {
      progress.unfinished();
    }
  }

  private void damaged(int id, BitSet segments, Runnable checked) {
    exchange.doubted(segments.stream().mapToObj(one -> new SegmentRef(id, one)).toList(), checked);
  }

  private void written(int id) {
    try {
      arrivals.arrived(id);
      exchange.reporter().finished(id);
    } catch (IOException e) {
      failure.accept(e);
    }
  }

  private void complete() {
    try {
      arrivals.complete();
    } catch (IOException e) {
      failure.accept(e);
      return;
    }
    progress.finished();
    exchange.reporter().complete();
  }

  private static long heldBytes(SharedFile file) {
    return file.store().held().stream().mapToLong(file.shape()::segmentLength).sum();
  }
}
