package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.Rank;

/**
 * What the tracker knows of bad sources and losses.
 *
 * @param accused peers that were said to have sent wrong bytes
 * @param suspects peers that accuse several others, each the only one to do so: their own hardware
 *     is the likely cause
 * @param lost files that not everybody who wants them can get
 */
public record Trouble(List<Accused> accused, List<Rank> suspects, List<LostFile> lost) {
  /** All is well. */
  public static final Trouble NONE = new Trouble(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Trouble {
    accused = List.copyOf(accused);
    suspects = List.copyOf(suspects);
    lost = List.copyOf(lost);
  }
}
