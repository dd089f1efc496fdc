package org.yarnp2p.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.yarnp2p.input.FileTable.Entry;
import org.yarnp2p.input.FileTable.Holder;
import org.yarnp2p.input.FileTable.Wanter;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Rank;

/** Checks that every wanted file has a holder, and that the holders of a file agree. */
final class HolderCheck {
  private final FileTable table;
  private final Set<Rank> broken;
  private final Consumer<InputProblem> problems;

  /**
   * @param broken ranks in whose inputs lines may have been taken for segments by mistake, or the
   *     other way round; what they hold is not compared
   */
  HolderCheck(FileTable table, Set<Rank> broken, Consumer<InputProblem> problems) {
    this.table = table;
    this.broken = broken;
    this.problems = problems;
  }

  /** Reports wanted files that nobody holds, if the inputs are all that exist. */
  void findUnheld(List<ParsedInput> inputs) {
    Set<String> unheld = new HashSet<>();
    for (Entry entry : table.entries()) {
      if (entry.first().isEmpty()) {
        unheld.add(entry.name());
      }
    }
    inputs.forEach(input -> input.forgetMentioned(unheld));
    for (String name : unheld) {
      for (Wanter wanter : table.find(name).orElseThrow().wanters()) {
        problems.accept(
            Mistake.NOBODY_HOLDS.at(
                wanter.input().fileName(),
                wanter.wanted().line(),
                Shown.quoted(name),
                wanter.rank().value()));
      }
    }
  }

  /** Reports files that some hold inline and others by URI. */
  void compareKinds() {
    for (Entry entry : table.entries()) {
      List<Holder> holders = sound(entry);
      Optional<Holder> first = entry.origin().or(() -> holders.stream().findFirst());
      for (Holder holder : holders) {
        if (holder.kind() != first.orElseThrow().kind()) {
          reportKind(holder, first.get());
        }
      }
    }
  }

  /** Reports inline files whose holders have different segments. */
  void compareSegments() {
    for (Entry entry : table.entries()) {
      List<Holder> holders =
          sound(entry).stream().filter(holder -> holder.kind() == FileKind.INLINE).toList();
      Optional<Holder> longest =
          holders.stream()
              .max(
                  Comparator.comparingInt((Holder holder) -> segments(holder).size())
                      .thenComparing(Holder::rank, Comparator.reverseOrder()));
      for (Holder holder : holders) {
        if (!holder.rank().equals(longest.orElseThrow().rank())) {
          compare(holder, longest.get());
        }
      }
    }
  }

  private List<Holder> sound(Entry entry) {
    return entry.holders().stream().filter(holder -> !broken.contains(holder.rank())).toList();
  }

  private void compare(Holder holder, Holder model) {
    List<byte[]> held = segments(holder);
    List<byte[]> expected = segments(model);
    for (int i = 0; i < held.size(); i++) {
      int at = Arrays.mismatch(held.get(i), expected.get(i));
      if (at >= 0) {
        String found = text(held.get(i));
        String wanted = text(expected.get(i));
        problems.accept(
            Mistake.SEGMENT_DIFFERS.at(
                holder.input().fileName(),
                segmentLine(holder, i),
                Shown.quotedBeside(wanted, found),
                i + 1,
                Shown.quoted(holder.owned().name()),
                holder.rank().value(),
                Shown.quotedBeside(found, wanted),
                model.rank().value(),
                model.input().fileName(),
                segmentLine(model, i),
                at + 1));
        return;
      }
    }
  }

  private void reportKind(Holder holder, Holder first) {
    boolean inline = holder.kind() == FileKind.INLINE;
    problems.accept(
        Mistake.INLINE_AND_PAYLOAD.at(
            holder.input().fileName(),
            holder.owned().line(),
            Shown.quoted(holder.owned().name()),
            inline ? "inline" : "by URI",
            holder.rank().value(),
            inline ? "NAME URI" : "inline segments",
            first.who(),
            first.input().fileName(),
            first.owned().line()));
  }

  private static int segmentLine(Holder holder, int segment) {
    return holder.owned().line() + 1 + segment;
  }

  private static List<byte[]> segments(Holder holder) {
    return ((OwnedFile.Inline) holder.owned()).segments();
  }

  private static String text(byte[] segment) {
    return new String(segment, StandardCharsets.UTF_8);
  }
}
