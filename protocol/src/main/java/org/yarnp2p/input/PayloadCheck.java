package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yarnp2p.input.FileTable.Entry;
import org.yarnp2p.input.FileTable.Holder;
import org.yarnp2p.input.OwnedFile.Payload;
import org.yarnp2p.input.PayloadLengths.Length;
import org.yarnp2p.input.Storage.Answer;
import org.yarnp2p.input.Storage.Question;

/** Checks that payloads and origins are there, and that their lengths can be those of one file. */
final class PayloadCheck {
  private final FileTable table;
  private final List<Visible> visible = new ArrayList<>();
  private final Consumer<InputProblem> problems;

  /** A payload that this host can see. */
  private record Visible(Holder holder, URI uri) {
    Question question() {
      return new Question(StorageUri.path(uri), true);
    }

    /** Whether the file may well be on the peer's host, where this one has none. */
    boolean mayBeElsewhere() {
      return StorageUri.isLocal(uri) && holder.rank().isPeer();
    }
  }

  /**
   * @param checkLocal whether peers' paths with the scheme {@code file} are on this host too; those
   *     of origins are always
   */
  PayloadCheck(FileTable table, boolean checkLocal, Consumer<InputProblem> problems) {
    this.table = table;
    this.problems = problems;
    for (Entry entry : table.entries()) {
      Stream.concat(entry.origin().stream(), entry.holders().stream())
          .filter(holder -> holder.owned() instanceof Payload)
          .map(holder -> new Visible(holder, ((Payload) holder.owned()).uri()))
          .filter(payload -> checkLocal || !payload.mayBeElsewhere())
          .forEach(visible::add);
    }
  }

  /** What has to be known. */
  Set<Question> questions() {
    return visible.stream().map(Visible::question).collect(Collectors.toSet());
  }

  /** Reports payloads that are no files which this host can read; returns the others. */
  Map<URI, StoredFile> findMissing(Map<Question, Answer> answers) {
    Map<URI, StoredFile> stored = new HashMap<>();
    for (Visible payload : visible) {
      Answer answer = answers.get(payload.question());
      String path = Shown.path(StorageUri.path(payload.uri()));
      if (answer instanceof Answer.File file) {
        stored.put(payload.uri(), file.file());
      } else if (answer instanceof Answer.Directory) {
        report(payload.holder(), Mistake.PAYLOAD_IS_DIRECTORY, path);
      } else if (answer instanceof Answer.Special) {
        report(payload.holder(), Mistake.PAYLOAD_IS_SPECIAL, path);
      } else if (answer instanceof Answer.Unknown unknown) {
        report(payload.holder(), Mistake.STORAGE_FAILS, path, unknown.reason());
      } else {
        boolean elsewhere = payload.mayBeElsewhere();
        report(payload.holder(), elsewhere ? Mistake.NO_LOCAL_PAYLOAD : Mistake.NO_PAYLOAD, path);
      }
    }
    return stored;
  }

  /** Reports lengths that a holder of the first segments of a file cannot have. */
  void compareLengths(Map<URI, StoredFile> stored, SegmentSizes sizes, int peers) {
    for (Entry entry : table.entries()) {
      PayloadLengths lengths = new PayloadLengths(entry, stored);
      if (lengths.longest().isPresent()) {
        int segmentSize = sizes.of(entry.name(), lengths.ofFile(), peers);
        for (Length length : lengths.known()) {
          compare(length, lengths.longest().get(), segmentSize);
        }
      }
    }
  }

  private void compare(Length held, Length longest, int segmentSize) {
    Holder holder = held.holder();
    String name = Shown.quoted(holder.owned().name());
    int rank = holder.rank().value();
    String file = longest.holder().input().fileName();
    int line = longest.holder().owned().line();
    if (held.bytes() > longest.bytes()) {
      report(
          holder,
          Mistake.LONGER_THAN_ORIGIN,
          held.bytes(),
          name,
          rank,
          longest.bytes() / segmentSize + 1,
          longest.bytes(),
          file,
          line);
    } else if (held.bytes() < longest.bytes() && held.bytes() % segmentSize != 0) {
      report(
          holder,
          Mistake.LENGTH_DIFFERS,
          held.bytes(),
          name,
          rank,
          held.bytes() / segmentSize + 1,
          longest.bytes(),
          longest.holder().who(),
          file,
          line,
          segmentSize);
    }
  }

  private void report(Holder holder, Mistake mistake, Object... arguments) {
    problems.accept(mistake.at(holder.input().fileName(), holder.owned().line(), arguments));
  }
}
