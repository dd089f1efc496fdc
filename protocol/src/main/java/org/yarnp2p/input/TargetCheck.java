package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.FileTable.Entry;
import org.yarnp2p.input.FileTable.Wanter;
import org.yarnp2p.input.Storage.Answer;
import org.yarnp2p.input.Storage.Question;
import org.yarnp2p.job.TargetRoots;

/** Checks that the wanted files with a target can be written there, each to a path of its own. */
final class TargetCheck {
  private final List<Target> targets = new ArrayList<>();
  private final boolean checkLocal;
  private final boolean overwrite;
  private final Consumer<InputProblem> problems;

  /** A wanted file with a target. */
  private record Target(Wanter wanter, URI uri, Path directory) {
    Target(Wanter wanter, URI uri) {
      this(wanter, uri, StorageUri.path(uri));
    }

    Path file() {
      return new Path(directory, wanter.wanted().name());
    }

    Question directoryQuestion() {
      return new Question(directory(), false);
    }

    Question fileQuestion() {
      return new Question(file(), false);
    }
  }

  /**
   * @param checkLocal whether targets with the scheme {@code file} are on this host too
   * @param overwrite whether existing files may be replaced
   */
  TargetCheck(
      FileTable table, boolean checkLocal, boolean overwrite, Consumer<InputProblem> problems) {
    this.checkLocal = checkLocal;
    this.overwrite = overwrite;
    this.problems = problems;
    for (Entry entry : table.entries()) {
      for (Wanter wanter : entry.wanters()) {
        wanter.wanted().target().ifPresent(uri -> targets.add(new Target(wanter, uri)));
      }
    }
  }

  /** What has to be known first. */
  Set<Question> directoryQuestions() {
    return targets.stream()
        .filter(target -> checkLocal || !StorageUri.isLocal(target.uri()))
        .map(Target::directoryQuestion)
        .collect(Collectors.toSet());
  }

  /** What has to be known then: whether there are files of the wanted names. */
  Set<Question> fileQuestions(Map<Question, Answer> directories) {
    return targets.stream()
        .filter(target -> directories.get(target.directoryQuestion()) instanceof Answer.Directory)
        .map(Target::fileQuestion)
        .collect(Collectors.toSet());
  }

  /** Reports targets on nodes where nothing may be written. */
  void findForbidden(TargetRoots roots) {
    for (Target target : targets) {
      if (StorageUri.isLocal(target.uri())) {
        roots
            .objection(java.nio.file.Path.of(target.directory().toUri().getPath()))
            .ifPresent(
                why ->
                    report(target, Mistake.TARGET_FORBIDDEN, Shown.path(target.directory()), why));
      }
    }
  }

  /** Reports targets that are no directories or where the file cannot be written. */
  void findUnusable(Map<Question, Answer> directories, Map<Question, Answer> files) {
    for (Target target : targets) {
      Answer directory = directories.get(target.directoryQuestion());
      String shown = Shown.path(target.directory());
      if (directory instanceof Answer.File) {
        report(target, Mistake.TARGET_IS_FILE, shown);
      } else if (directory instanceof Answer.Unknown unknown) {
        report(target, Mistake.STORAGE_FAILS, shown, unknown.reason());
      } else if (directory instanceof Answer.Directory) {
        checkFile(target, files.get(target.fileQuestion()));
      } else if (!target.uri().getPath().endsWith("/")) {
        report(target, Mistake.TARGET_WITHOUT_SLASH, shown);
      }
    }
  }

  private void checkFile(Target target, Answer file) {
    String shown = Shown.path(target.file());
    if (file instanceof Answer.Directory) {
      report(target, Mistake.TARGET_FILE_IS_DIRECTORY, shown);
    } else if (file instanceof Answer.Unknown unknown) {
      report(target, Mistake.STORAGE_FAILS, shown, unknown.reason());
    } else if (file instanceof Answer.File && !overwrite) {
      report(target, Mistake.TARGET_EXISTS, shown);
    }
  }

  /** Reports paths that would be written twice. */
  void findCollisions(Storage storage, OutputNames outputs) {
    Map<Path, Path> qualified = new HashMap<>();
    Map<Path, Wanter> writers = new HashMap<>();
    for (Target target : targets) {
      Path directory = qualified.computeIfAbsent(target.directory(), storage::qualified);
      String name = target.wanter().wanted().name();
      Path path = new Path(directory, name);
      Optional<Wanter> collected = outputs.collectedAt(path);
      if (collected.isPresent()) {
        reportTaken(target, path, collected.get());
      } else if (outputs.isReserved(path)) {
        report(target, Mistake.TARGET_RESERVED, Shown.path(path));
      }
      // The same local path is another file on another host.
      if (!StorageUri.isLocal(target.uri())) {
        Wanter before = writers.putIfAbsent(path, target.wanter());
        if (before != null) {
          reportTaken(target, path, before);
        }
      }
    }
  }

  private void reportTaken(Target target, Path path, Wanter writer) {
    report(
        target,
        Mistake.TARGET_TAKEN,
        Shown.path(path),
        writer.rank().value(),
        writer.input().fileName(),
        writer.wanted().line());
  }

  private void report(Target target, Mistake mistake, Object... arguments) {
    Wanter wanter = target.wanter();
    problems.accept(mistake.at(wanter.input().fileName(), wanter.wanted().line(), arguments));
  }
}
