package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.LostFile;

/**
 * Asks those who lack what looks lost whether one of them has it and has not told yet: before a
 * peer answers what it is asked about a segment it tells what is new, so one question to each is
 * enough. Not thread-safe.
 */
final class RollCall {
  private final Membership members;
  private final Trust trust;
  private final Map<Integer, BitSet> subject = new HashMap<>();
  private final Map<Integer, SegmentRef> questions = new HashMap<>();

  RollCall(Membership members, Trust trust) {
    this.members = members;
    this.trust = trust;
  }

  /** Asks about these, and about nothing else any more. */
  void begin(List<LostFile> losses) {
    subject.clear();
    questions.clear();
    for (LostFile loss : losses) {
      BitSet segments = loss.lost().segments();
      subject.put(loss.file(), segments);
      SegmentRef one = new SegmentRef(loss.file(), segments.nextSetBit(0));
      for (Rank rank : loss.wantedBy()) {
        if (questions.putIfAbsent(rank.value(), one) == null) {
          trust.ask(members.of(rank.value()), one);
        }
      }
    }
  }

  /** Whether somebody who is there has still to answer. */
  boolean isOpen() {
    return questions.entrySet().stream()
        .anyMatch(asked -> trust.isAsked(asked.getKey(), asked.getValue()));
  }

  /** Whether nothing of these has not been asked about. */
  boolean covers(List<LostFile> losses) {
    return losses.stream().allMatch(this::covers);
  }

  private boolean covers(LostFile loss) {
    BitSet open = (BitSet) loss.lost().segments().clone();
    open.andNot(subject.getOrDefault(loss.file(), new BitSet()));
    boolean allAsked = loss.wantedBy().stream().allMatch(r -> questions.containsKey(r.value()));
    return allAsked && open.isEmpty();
  }
}
