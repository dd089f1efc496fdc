package org.yarnp2p.job;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Bad sources and losses of a job, as its tracker knows them.
 *
 * @param accused peers that were said to have sent wrong bytes
 * @param suspects ranks that accuse several others, each the only one to do so
 * @param lost files that not everybody who wanted them could get
 */
public record TroubleReport(
    List<AccusedReport> accused, List<Integer> suspects, List<LostReport> lost) {
  private static final int MOST_FILES = 10;
  private static final int MOST_RANKS = 20;
  private static final int MOST_RANGES = 10;

  /** Copies the lists; absent ones become empty. */
  public TroubleReport {
    accused = accused == null ? List.of() : List.copyOf(accused);
    suspects = suspects == null ? List.of() : List.copyOf(suspects);
    lost = lost == null ? List.of() : List.copyOf(lost);
  }

  /**
   * A peer that was said to have sent wrong bytes.
   *
   * @param rank which
   * @param complaints how often
   * @param bannedBy how many peers take nothing from it any more
   */
  public record AccusedReport(int rank, int complaints, int bannedBy) {}

  /**
   * A file that not everybody who wanted it could get.
   *
   * @param name as in the input
   * @param segments that nobody could give, counted from 1, such as {@code 2, 5-9}; empty for all,
   *     where nobody was left who knew how many
   * @param wantedBy ranks that lacked some of them
   */
  public record LostReport(String name, String segments, List<Integer> wantedBy) {
    /** Copies the list; no segments are an empty text. */
    public LostReport {
      segments = segments == null ? "" : segments;
      wantedBy = List.copyOf(wantedBy);
    }
  }

  /**
   * The lost files in a sentence; empty when there are none. Of long lists the beginning: the
   * report has all.
   */
  public String losses() {
    return beginning(lost.stream().map(TroubleReport::loss).toList(), MOST_FILES, "; ", "files");
  }

  private static String loss(LostReport file) {
    return "%s is lost for ranks %s (%s)"
        .formatted(
            file.name(),
            beginning(
                file.wantedBy().stream().map(String::valueOf).toList(), MOST_RANKS, ", ", "ranks"),
            file.segments().isEmpty()
                ? "all segments"
                : "segments "
                    + beginning(List.of(file.segments().split(", ")), MOST_RANGES, ", ", "ranges"));
  }

  private static String beginning(List<String> all, int most, String between, String what) {
    String shown = all.stream().limit(most).collect(Collectors.joining(between));
    int more = all.size() - most;
    return more > 0 ? shown + between + "and " + more + " more " + what : shown;
  }

  /** The accused in a sentence; empty when there are none. */
  public String accusations() {
    return accused.stream()
        .map(
            one ->
                "rank %d sent wrong bytes %d times and is banned by %d peers"
                    .formatted(one.rank(), one.complaints(), one.bannedBy()))
        .collect(Collectors.joining("; "));
  }
}
