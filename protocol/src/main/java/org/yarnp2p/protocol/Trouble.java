package org.yarnp2p.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * What the tracker knows of bad sources and losses.
 *
 * @param accused peers that were said to have sent wrong bytes
 * @param suspects peers that accuse several others, each the only one to do so: their own hardware
 *     is the likely cause
 * @param lost files that not everybody who wants them can get
 * @param unfit lives whose place another should take, since they spoil what they send or receive;
 *     nothing is lost with them
 */
public record Trouble(
    List<Accused> accused, List<Rank> suspects, List<LostFile> lost, List<Member> unfit) {
  /** All is well. */
  public static final Trouble NONE = new Trouble(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Trouble {
    accused = List.copyOf(accused);
    suspects = List.copyOf(suspects);
    lost = List.copyOf(lost);
    unfit = List.copyOf(unfit);
  }

  /**
   * With what a former tracker of the job knew: complaints are counted together, what was lost
   * stays lost for those for whom it was. Who is unfit is for the present one to say.
   */
  public Trouble after(Trouble former) {
    if (former.equals(NONE)) {
      return this;
    }
    Map<Integer, Accused> counted = new TreeMap<>();
    Stream.concat(former.accused.stream(), accused.stream())
        .forEach(one -> counted.merge(one.rank().value(), one, Accused::and));
    Map<Integer, LostFile> files = new TreeMap<>();
    Stream.concat(former.lost.stream(), lost.stream())
        .forEach(one -> files.merge(one.file(), one, LostFile::and));
    return new Trouble(
        List.copyOf(counted.values()),
        Stream.concat(former.suspects.stream(), suspects.stream()).distinct().toList(),
        List.copyOf(files.values()),
        unfit);
  }
}
