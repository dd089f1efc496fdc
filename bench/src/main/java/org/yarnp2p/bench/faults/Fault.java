package org.yarnp2p.bench.faults;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that breaks. As text: {@code KIND[:RANK][@WHEN][=AMOUNT]}.
 *
 * @param kind what
 * @param rank of whom, from 1; 0 where the kind is about nobody or everybody
 * @param when the swarm's progress in percent of all segments that peers want, 0 to 100; {@link
 *     #COPY} for the moment when one copy of everything is with those who wanted it; {@link
 *     #DRAIN}, of a tracker only, for the moment when it lets the swarm go
 * @param amount how much, in the kind's unit; 0 where there is none
 */
public record Fault(Kind kind, int rank, int when, double amount) {
  /** When exactly one copy is out. */
  public static final int COPY = -1;

  /** When the tracker lets the swarm go. */
  public static final int DRAIN = -2;

  private static final Pattern TEXT =
      Pattern.compile("([a-z-]+)(?::(\\d{1,4}))?(?:@(\\d{1,3}|copy|drain))?(?:=([0-9.]{1,9}))?");

  /** What may break. */
  public enum Kind {
    /** A peer dies and does not come back: the job goes on without it. */
    KILL(true, true, null),
    /** A peer dies; its next incarnation starts on the same node and finds what was stored. */
    RESTART(true, true, null),
    /** A peer dies; its next incarnation starts on another node. */
    MOVE(true, true, null),
    /** A peer dies; its next incarnation finds one file of its input gone. */
    GONE(true, true, null),
    /**
     * A peer dies; its next incarnation, on the same node, finds one segment changed on its disk,
     * and hashes it as it is if it is of its input.
     */
    ROT(true, true, null),
    /** A peer is taken for dead and replaced on another node, and lives on for a while. */
    TWIN(true, true, null),
    /** YARN asks for a peer's container, and takes it after a while; it comes again elsewhere. */
    PREEMPT(true, true, null),
    /** A peer stops for a time: it neither hears nor says anything. */
    STOP(true, true, "seconds"),
    /** A peer joins later than the others. */
    LATE(true, false, "seconds"),
    /** A peer sends with this share of the others' rate. */
    SLOW(true, false, "share"),
    /** All stream connections of a peer break, whatever is on its way. */
    RESET(true, true, null),
    /** All stream connections of a peer carry nothing any more, and nobody is told. */
    HALF_OPEN(true, true, null),
    /** Of what a peer has stored, one segment is changed on its disk. */
    FLIP(true, true, null),
    /** A peer whose bytes are always wrong. */
    LIAR(true, false, null),
    /** The first life of a peer sends wrong bytes: another container does better. */
    BAD_SENDER(true, false, null),
    /** The first life of a peer spoils all that others send it: another container does better. */
    BAD_RECEIVER(true, false, null),
    /** The tracker stops for a time. */
    TRACKER_STOP(false, true, "seconds"),
    /** The tracker dies; its next life starts a while later, and knows nothing. */
    TRACKER_RESTART(false, true, null),
    /** A message is lost with this probability; on a stream, the connection then breaks. */
    LOSE(false, false, "share"),
    /** A call arrives twice with this probability. */
    REPEAT(false, false, "share"),
    /** Messages take up to so much longer, each for itself: calls overtake each other. */
    REORDER(false, false, "seconds");

    private final boolean ofRank;
    private final boolean timed;
    private final String unit;

    Kind(boolean ofRank, boolean timed, String unit) {
      this.ofRank = ofRank;
      this.timed = timed;
      this.unit = unit;
    }

    boolean ofRank() {
      return ofRank;
    }

    boolean timed() {
      return timed;
    }

    boolean measured() {
      return unit != null;
    }

    /** Whether it may happen when the swarm is let go. */
    boolean late() {
      return this == TRACKER_STOP || this == TRACKER_RESTART;
    }

    /** As it stands in a specification. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String form() {
      return text()
          + (ofRank ? ":RANK" : "")
          + (timed ? "@PERCENT|@copy" : "")
          + (late() ? "|@drain" : "")
          + (unit == null ? "" : "=" + unit.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @throws IllegalArgumentException when a number does not suit the kind; says what was expected
   */
  public Fault {
    boolean share = "share".equals(kind.unit);
    boolean fits =
        (kind.ofRank ? rank >= 1 : rank == 0)
            && (kind.timed ? isTime(kind, when) : when == 0)
            && (kind.measured() ? amount > 0 && amount <= (share ? 1 : 3600) : amount == 0);
    if (!fits) {
      throw new IllegalArgumentException("expected " + kind.form());
    }
  }

  /**
   * Reads the text of one fault.
   *
   * @throws IllegalArgumentException says what was found and expected
   */
  static Fault parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("found '" + text + "', expected KIND:RANK@WHEN=AMOUNT");
    }
    Kind kind = kind(matcher.group(1));
    try {
      return new Fault(
          kind,
          matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)),
          when(matcher.group(3)),
          matcher.group(4) == null ? 0 : Double.parseDouble(matcher.group(4)));
    } catch (IllegalArgumentException e) { // of numbers too
      throw new IllegalArgumentException("found '" + text + "', expected " + kind.form(), e);
    }
  }

  private static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no fault is called '" + text + "'");
  }

  private static int when(String text) {
    if (text == null) {
      return 0;
    }
    return switch (text) {
      case "copy" -> COPY;
      case "drain" -> DRAIN;
      default -> Integer.parseInt(text);
    };
  }

  private static boolean isTime(Kind kind, int when) {
    return when == DRAIN ? kind.late() : when >= COPY && when <= 100;
  }

  private String time() {
    return switch (when) {
      case COPY -> "copy";
      case DRAIN -> "drain";
      default -> Integer.toString(when);
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.text());
    if (kind.ofRank) {
      text.append(':').append(rank);
    }
    if (kind.timed) {
      text.append('@').append(time());
    }
    if (kind.measured()) {
      String amount = String.format(Locale.ROOT, "%.4f", this.amount);
      text.append('=').append(amount.replaceAll("\\.?0+$", ""));
    }
    return text.toString();
  }
}
