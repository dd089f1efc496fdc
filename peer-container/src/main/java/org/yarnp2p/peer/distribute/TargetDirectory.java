package org.yarnp2p.peer.distribute;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.concurrent.CloseStack;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.output.Preserved;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.Journal;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.WorkDirectory;

/**
 * The directory that a distribution fills on this node: what is there already, where files go, and
 * what is to be done when all have arrived. Its manifest is kept up with what arrives, so that a
 * distribution that is broken off can be gone on with.
 */
public final class TargetDirectory implements Arrivals, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetDirectory.class);

  /** Time between two looks whether there is something new for the manifest. */
  private static final long RECORD_SECONDS = 5;

  private final JobPlan plan;
  private final Distribution distribution;
  private final TargetTree tree;
  private final Map<Integer, Destination.Local> destinations = new TreeMap<>();

  /** Of files that are to be here. */
  private final Set<String> names;

  /** Names of directories that are to be here. */
  private final Set<String> directories;

  private final KeptManifest before;
  private final TargetRecord record;
  private final Journal journal;
  private final String bootId;
  private final CloseStack toClose;
  private final ScheduledExecutorService recorder = DaemonThreads.timer("manifest");

  private TargetDirectory(
      Rank rank, JobPlan plan, TargetTree tree, WorkDirectory work, CloseStack toClose)
      throws IOException {
    this.plan = plan;
    this.tree = tree;
    this.toClose = toClose;
    distribution = plan.distribution();
    journal = work.journal();
    bootId = work.bootId();
    KeptManifest written = KeptManifest.read(tree.root());
    names =
        plan.files().stream().map(PlannedFile::name).collect(Collectors.toCollection(TreeSet::new));
    directories = new TreeSet<>();
    names.forEach(name -> directories.addAll(Leftovers.parents(name)));
    distribution.directories().forEach(directory -> directories.add(directory.path()));
    KeptManifest there =
        new Leftovers(tree).makeWay(written, names, directories, distribution.delete());
    for (Distribution.Directory directory : distribution.directories()) {
      tree.directory(directory.path());
    }
    for (PlannedFile file : plan.files()) {
      destinations.put(file.id(), destination(rank, file));
    }
    before = BrokenOff.added(there, tree.root(), plan.files(), destinations, work.predecessor());
    record = new TargetRecord(tree.root(), written, before, destinations, bootId);
  }

  /**
   * Opens the target of a rank and makes its directories.
   *
   * @param plan of a distribution
   * @param roots where targets may lie
   * @param work of the rank, with what an earlier life of it has recorded
   * @param patienceMillis how long a younger distribution may take to give way, in ms
   * @throws IOException when the target cannot be used or a file's name leads out of it; names the
   *     rank, the target and the file
   */
  public static TargetDirectory open(
      Rank rank, JobPlan plan, TargetRoots roots, WorkDirectory work, long patienceMillis)
      throws IOException, InterruptedException {
    TargetTree tree = TargetTree.open(rank, plan.distribution().targetOf(rank.value()), roots);
    CloseStack toClose = new CloseStack();
    boolean opened = false;
    try {
      toClose.push(TargetLock.take(rank, tree.root(), plan.jobId(), patienceMillis));
      TargetDirectory directory = new TargetDirectory(rank, plan, tree, work, toClose);
      opened = true;
      return directory;
    } finally {
      if (!opened) {
        toClose.close();
      }
    }
  }

  private Destination.Local destination(Rank rank, PlannedFile file) throws IOException {
    Path target = tree.file(file.name(), distribution.delete());
    Path part = target.resolveSibling(Destination.partName(plan.jobId(), rank, file.id()));
    Path checksum = target.resolveSibling("." + target.getFileName() + ".crc");
    Distribution.Attributes attributes =
        distribution.preserve() ? distribution.attributes().get(file.id()) : null;
    return new Destination.Local(
        part, target, new Destination.Arrival(attributes, names.contains(tree.name(checksum))));
  }

  /** Where the files go, by id. */
  public Map<Integer, Destination> destinations() {
    return new TreeMap<>(destinations);
  }

  /**
   * What earlier distributions have left here, whole or in part, and is still what the plan wants.
   *
   * @param openFiles of all stores
   * @param threads that hash at the same time, from 1
   */
  public List<Held> kept(OpenFiles<FileChannel> openFiles, int threads)
      throws IOException, InterruptedException {
    KeptCopies copies =
        new KeptCopies(tree, before, distribution.verify(), openFiles, journal, bootId);
    record.goesOnWith(copies.look(plan.files(), destinations));
    // Before they are hashed, and others waited for: parts have other names now, and whatever ends
    // this before anything comes, the next distribution goes on with them.
    write();
    List<Held> kept = copies.checked(threads);
    LOG.info("{} of {} files are in {} already", kept.size(), destinations.size(), tree.root());
    return kept;
  }

  @Override
  public void follow(SharedFiles files) {
    record.follow(files.all().stream().filter(SharedFile::wanted).toList());
    Set<String> made = new TreeSet<>(directories);
    made.addAll(record.directories());
    record.directories(made);
    // Before anything comes: the parts to be made are found again in directories that are on
    // record, if this ends without notice.
    write();
    var unused =
        recorder.scheduleWithFixedDelay(
            this::write, RECORD_SECONDS, RECORD_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void arrived(int file) throws IOException {
    journal.finished(file);
    record.arrived(file);
  }

  @Override
  public void complete() throws IOException {
    Leftovers leftovers = new Leftovers(tree);
    Set<Path> own = new LinkedHashSet<>();
    own.add(tree.root());
    for (String name : directories) {
      own.add(tree.directory(name));
    }
    own.addAll(leftovers.left(record.directories()));
    leftovers.deleteParts(own, names);
    if (distribution.delete()) {
      delete(leftovers);
      record.directories(directories);
    }
    if (distribution.preserve()) {
      preserveDirectories();
    }
    record.write();
  }

  private void delete(Leftovers leftovers) throws IOException {
    Set<String> emptied = new TreeSet<>(record.directories());
    for (KeptFile file : record.files()) {
      if (!names.contains(file.name())) {
        leftovers.delete(file);
        record.forget(file.name());
        emptied.addAll(Leftovers.parents(file.name()));
      }
    }
    emptied.removeAll(directories);
    leftovers.deleteEmpty(emptied);
  }

  /** Children first: what happens in a directory changes its time. */
  private void preserveDirectories() throws IOException {
    List<Distribution.Directory> all = new ArrayList<>(distribution.directories());
    all.sort((one, other) -> other.path().compareTo(one.path()));
    for (Distribution.Directory directory : all) {
      Preserved.apply(directory.attributes(), tree.directory(directory.path()));
    }
  }

  private void write() {
    try {
      record.write();
    } catch (IOException e) {
      // The files are there all the same; a later distribution would fetch them again.
      LOG.warn("Could not write the manifest of {}", tree.root(), e);
    }
  }

  /** Writes the manifest a last time and lets others use the directory. */
  @Override
  public void close() {
    recorder.shutdownNow();
    write();
    toClose.close();
  }
}
