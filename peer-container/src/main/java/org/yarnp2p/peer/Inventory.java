package org.yarnp2p.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.input.InputFile;
import org.yarnp2p.input.InputParser;
import org.yarnp2p.input.InputProblem;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.distribute.Arrivals;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.output.Destinations;
import org.yarnp2p.peer.store.HeldFiles;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;

/**
 * What a rank brings into the swarm and expects from it.
 *
 * @param held from the input, opened; hashed as far as the rank wants it too
 * @param kept by an earlier distribution or life of the rank: whole files and parts of files, told
 *     to the tracker as acquired
 * @param wanted ids of the wanted files, and where their outputs go
 * @param arrivals told what arrives
 */
record Inventory(
    List<HeldFiles.Held> held,
    List<HeldFiles.Held> kept,
    Map<Integer, Destination> wanted,
    Arrivals arrivals) {
  /**
   * The rank's own input file.
   *
   * @throws IOException when it cannot be read or has a mistake
   */
  static InputFile read(Rank rank, Path workingDirectory) throws IOException {
    List<InputProblem> problems = new ArrayList<>();
    InputFile input;
    try (InputStream in = Files.newInputStream(workingDirectory.resolve(JobFiles.INPUT))) {
      input = InputParser.parse(rank, JobFiles.inputName(rank), in, problems::add);
    }
    if (!problems.isEmpty()) {
      throw new IncurableException("input of " + rank + ": " + problems.get(0));
    }
    return input;
  }

  /** Where the wanted files go. */
  static Map<Integer, Destination> destinations(
      InputFile input, JobPlan plan, Destinations destinations) throws IOException {
    Map<Integer, Destination> wanted = new LinkedHashMap<>();
    for (WantedFile file : input.wanted()) {
      PlannedFile planned =
          plan.named(file.name())
              .orElseThrow(
                  () ->
                      new IncurableException(
                          "%s, input line %d: file %s is not in the job's plan"
                              .formatted(input.rank(), file.line(), file.name())));
      wanted.put(planned.id(), destinations.of(file, planned));
    }
    return wanted;
  }

  /** What the tracker is told before the stores of the wanted files are open. */
  JoinRequest joinRequest(Member self, Endpoint endpoint) {
    return joinRequest(
        self,
        endpoint,
        held.stream().map(HeldFiles.Held::manifest).toList(),
        kept.stream().map(file -> new Holding(file.plan().id(), file.store().held())).toList(),
        false,
        List.of(),
        keptShapes());
  }

  /** The tracker has told them to an earlier life. */
  private Map<Integer, FileShape> keptShapes() {
    return kept.stream()
        .filter(file -> file.plan().origin() == null)
        .collect(Collectors.toMap(file -> file.plan().id(), file -> file.store().shape()));
  }

  /**
   * What the tracker is told.
   *
   * @param manifests of what is held from the input
   * @param acquired segments of wanted files
   * @param ready whether the gate need not wait
   * @param claimed segments that this peer is to read from origins
   * @param shapes of wanted files as far as they are known
   */
  JoinRequest joinRequest(
      Member self,
      Endpoint endpoint,
      List<HeldFile> manifests,
      List<Holding> acquired,
      boolean ready,
      List<SegmentRef> claimed,
      Map<Integer, FileShape> shapes) {
    return new JoinRequest(
        self, endpoint, manifests, List.copyOf(wanted.keySet()), acquired, ready, claimed, shapes);
  }
}
