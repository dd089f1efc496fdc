package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.JoinRequest;

/** What a peer has heard of the files, and what it says of them when it joins a tracker. */
final class Knowledge {
  private final Life owner;
  private final Swarm swarm;
  private final Map<SegmentRef, Digest> digests = new HashMap<>();

  /** Ids of the files that were described to it before it entered the swarm. */
  private final Set<Integer> described = new TreeSet<>();

  /** Ids of the files of which it has told a tracker how they are cut. */
  private final Set<Integer> told = new TreeSet<>();

  /** Ids of the described files whose output a former life of the rank has written. */
  private final Set<Integer> writtenBefore = new TreeSet<>();

  Knowledge(Life owner, Swarm swarm) {
    this.owner = owner;
    this.swarm = swarm;
  }

  /** The tracker describes files. */
  void learn(List<DescribedFile> files, boolean entered) {
    for (DescribedFile file : files) {
      file.digests().forEach((i, digest) -> digests.put(new SegmentRef(file.file(), i), digest));
      if (!entered) {
        described.add(file.file());
      }
    }
  }

  /** It enters the swarm, and sees what is there of its outputs. */
  void enter() {
    described.stream()
        .filter(id -> !owner.firstHolder() && owner.disk().held(id).isEmpty())
        .filter(id -> swarm.isWritten(owner.rank(), id))
        .forEach(writtenBefore::add);
    described.stream().filter(id -> !writtenBefore.contains(id)).forEach(owner.disk()::begin);
  }

  Set<Integer> described() {
    return described;
  }

  Set<Integer> writtenBefore() {
    return writtenBefore;
  }

  /** Whether it has told a tracker how a file is cut. */
  boolean hasTold(int file) {
    return told.contains(file);
  }

  /** Whether a segment is held with another digest than the tracker has told. */
  boolean isAltered(SegmentRef segment) {
    Digest held = owner.disk().verified(segment);
    return held != null && !held.equals(expected(segment, held));
  }

  /** What the tracker has told of a segment, else what came with it. */
  Digest expected(SegmentRef segment, Digest claimed) {
    return digests.getOrDefault(segment, claimed);
  }

  /**
   * What a tracker is told when it is joined: a later life of it, all that is known here.
   *
   * @param entered whether it has entered the swarm
   * @param ready whether it has met its neighbours
   */
  JoinRequest introduction(boolean entered, boolean ready) {
    List<HeldFile> held = owner.firstHolder() ? held() : List.of();
    Map<Integer, FileShape> shapes = shapes(entered);
    held.forEach(file -> told.add(file.file()));
    told.addAll(shapes.keySet());
    return new JoinRequest(
        owner.member(),
        new Endpoint(Life.host(owner.member()), 1),
        held,
        owner.firstHolder() ? List.of() : owner.fileIds(),
        owner.firstHolder() ? List.of() : owner.disk().holdings(swarm.content().files().size()),
        entered && ready,
        entered
            ? owner.line().open().stream().filter(ref -> !owner.disk().holds(ref)).toList()
            : List.of(),
        shapes);
  }

  private List<HeldFile> held() {
    List<HeldFile> held = new ArrayList<>();
    for (int id : owner.fileIds()) {
      FileShape shape = swarm.content().shapes().get(id);
      Map<Integer, Digest> told = new HashMap<>();
      for (int i = 0; i < shape.segmentCount(); i++) {
        told.put(i, owner.disk().told(new SegmentRef(id, i)));
      }
      held.add(new HeldFile(id, shape, told));
    }
    return held;
  }

  /** Of wanted files that were described to it, or of which a former life has left something. */
  private Map<Integer, FileShape> shapes(boolean entered) {
    Map<Integer, FileShape> shapes = new HashMap<>();
    if (!owner.firstHolder() && !swarm.plan().origin()) {
      owner.fileIds().stream()
          .filter(id -> entered ? described.contains(id) : isLeft(id))
          .forEach(id -> shapes.put(id, swarm.content().shapes().get(id)));
    }
    return shapes;
  }

  /** Whether anything is left of a file, or all where that is nothing. */
  private boolean isLeft(int file) {
    return !owner.disk().held(file).isEmpty()
        || (owner.disk().hasBegun(file) && swarm.content().shapes().get(file).segmentCount() == 0);
  }
}
