package org.yarnp2p.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Rank;

/** All files of a job by name: who holds and who wants each. */
final class FileTable {
  private final SortedMap<String, Entry> entries = new TreeMap<>();

  FileTable(Collection<InputFile> inputs) {
    for (InputFile input : inputs) {
      for (OwnedFile owned : input.owned()) {
        entry(owned.name()).add(new Holder(input, owned));
      }
      for (WantedFile wanted : input.wanted()) {
        entry(wanted.name()).wanters.add(new Wanter(input, wanted));
      }
    }
  }

  /** A rank that holds a file, or the origin. */
  record Holder(InputFile input, OwnedFile owned) {
    Rank rank() {
      return input.rank();
    }

    FileKind kind() {
      return owned instanceof OwnedFile.Inline ? FileKind.INLINE : FileKind.PAYLOAD;
    }

    /** For messages. */
    String who() {
      return rank().isPeer() ? "rank " + rank().value() : "the origin";
    }
  }

  /** A rank that wants a file. */
  record Wanter(InputFile input, WantedFile wanted) {
    Rank rank() {
      return input.rank();
    }
  }

  /** One file. */
  static final class Entry {
    private final String name;
    private final List<Holder> holders = new ArrayList<>();
    private final List<Wanter> wanters = new ArrayList<>();
    private Holder origin;

    private Entry(String name) {
      this.name = name;
    }

    private void add(Holder holder) {
      if (holder.rank().isPeer()) {
        holders.add(holder);
      } else {
        origin = holder;
      }
    }

    String name() {
      return name;
    }

    /** The peers that hold it, by rank. */
    List<Holder> holders() {
      return Collections.unmodifiableList(holders);
    }

    /** Where it is in storage, if {@code in0.txt} says so. */
    Optional<Holder> origin() {
      return Optional.ofNullable(origin);
    }

    /** The origin, or else the holder with the lowest rank. */
    Optional<Holder> first() {
      return origin != null ? Optional.of(origin) : holders.stream().findFirst();
    }

    /** The peers that want it, by rank. */
    List<Wanter> wanters() {
      return Collections.unmodifiableList(wanters);
    }
  }

  /** The files by name. */
  Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** The file of a name. */
  Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  private Entry entry(String name) {
    return entries.computeIfAbsent(name, Entry::new);
  }
}
