package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.input.Storage.Answer;
import org.yarnp2p.input.Storage.Question;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Rank;

/**
 * Reads all input files of a job and finds all mistakes in them: in each file, between the files,
 * and between the files and the file systems that they name. Only reads.
 */
public final class InputCheck {
  private final Configuration conf;
  private final boolean checkLocal;
  private final SegmentSizes sizes;
  private final TargetRoots roots;

  /**
   * @throws IllegalArgumentException when a configuration key has a value that makes no sense
   */
  public InputCheck(Configuration conf) {
    this.conf = conf;
    this.checkLocal = P2pConf.flag(conf, P2pKeys.INPUT_CHECK_LOCAL);
    this.sizes = new SegmentSizes(conf);
    this.roots = TargetRoots.of(conf);
  }

  /**
   * Checks an input directory.
   *
   * @param input with the files in1.txt, in2.txt, ...
   * @param output where outputs will be collected; need not exist
   * @param overwrite whether existing targets may be replaced
   * @throws IllegalArgumentException when the segment size that is set does not fit a file
   * @throws InterruptedException when the thread is interrupted; nothing is left running
   */
  public CheckedInput check(Path input, Path output, boolean overwrite)
      throws InterruptedException {
    InputDirectory.Content content = new InputDirectory(conf).read(input);
    List<InputProblem> problems = new ArrayList<>(content.problems());
    List<InputFile> inputs = content.inputs().stream().map(ParsedInput::input).toList();
    FileTable table = new FileTable(inputs);

    Set<Rank> broken = brokenRanks(content.inputs());
    HolderCheck holders = new HolderCheck(table, broken, problems::add);
    if (content.complete()) {
      holders.findUnheld(content.inputs());
    }
    holders.compareKinds();
    holders.compareSegments();
    Map<URI, StoredFile> stored =
        checkStorage(table, CheckedInput.peers(inputs), output, overwrite, problems);

    Collections.sort(problems);
    return new CheckedInput(inputs, stored, problems);
  }

  private Map<URI, StoredFile> checkStorage(
      FileTable table, int peers, Path output, boolean overwrite, List<InputProblem> problems)
      throws InterruptedException {
    Storage storage = new Storage(conf);
    PayloadCheck payloads = new PayloadCheck(table, checkLocal, problems::add);
    TargetCheck targets = new TargetCheck(table, checkLocal, overwrite, problems::add);

    Set<Question> first = new HashSet<>(payloads.questions());
    first.addAll(targets.directoryQuestions());
    Map<Question, Answer> answers = storage.ask(first);
    Map<Question, Answer> files = storage.ask(targets.fileQuestions(answers));

    Map<URI, StoredFile> stored = payloads.findMissing(answers);
    payloads.compareLengths(stored, sizes, peers);
    targets.findForbidden(roots);
    targets.findUnusable(answers, files);
    targets.findCollisions(storage, new OutputNames(table, storage.qualified(output)));
    return stored;
  }

  private static Set<Rank> brokenRanks(List<ParsedInput> inputs) {
    return inputs.stream()
        .filter(parsed -> !parsed.hasSegmentsAsMeant())
        .map(parsed -> parsed.input().rank())
        .collect(Collectors.toSet());
  }
}
