package org.yarnp2p.appmaster;

import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.security.TokenEnd;

/**
 * The loss of one life of a rank, before its work was done.
 *
 * @param kind how it became known
 * @param text for people: who, where, what
 * @param remedy where another container may do better
 * @param counts whether the rank, and the node, have failed; not when YARN took the container away
 */
record Loss(Kind kind, String text, Remedy remedy, boolean counts) {
  /** How a loss becomes known: how much is known of its reason, from least to most. */
  enum Kind {
    SILENCE,
    EXIT,
    OTHERS_WORDS,
    OWN_WORDS
  }

  /** Where another container may do better. */
  enum Remedy {
    /** Where this one was: what it has stored is there. */
    SAME_NODE,
    /** Wherever there is room: it is not known whether the node still serves. */
    ANY_NODE,
    /** Not on this node. */
    OTHER_NODE,
    /** Nowhere. */
    NONE
  }

  /** What a shell says of a command that it cannot find or run. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  /** The process is over, or was never started. */
  static Loss ended(RankSnapshot rank, ExitReport report) {
    String text = FailureText.ended(rank, report);
    return switch (report.exitStatus()) {
      case ContainerExitStatus.PREEMPTED,
          ContainerExitStatus.KILLED_BY_RESOURCEMANAGER,
          ContainerExitStatus.KILLED_BY_CONTAINER_SCHEDULER ->
          new Loss(Kind.EXIT, text, Remedy.SAME_NODE, false);
      case ContainerExitStatus.ABORTED, ContainerExitStatus.DISKS_FAILED ->
          new Loss(Kind.EXIT, text, Remedy.ANY_NODE, false);
      case ContainerExitStatus.INVALID ->
          TokenEnd.isTold(report.diagnostics())
              ? new Loss(Kind.EXIT, text + "\n" + TokenEnd.REMEDY, Remedy.NONE, true)
              : new Loss(Kind.EXIT, text, Remedy.ANY_NODE, true);
      case NOT_EXECUTABLE, NOT_FOUND -> new Loss(Kind.EXIT, text, Remedy.OTHER_NODE, true);
      default -> new Loss(Kind.EXIT, text, Remedy.SAME_NODE, true);
    };
  }

  /** The container has said why it cannot go on. */
  static Loss failed(RankSnapshot rank, String message, Cure cure) {
    Remedy remedy =
        switch (cure) {
          case RESTART -> Remedy.SAME_NODE;
          case ELSEWHERE -> Remedy.OTHER_NODE;
          case NONE -> Remedy.NONE;
        };
    return new Loss(Kind.OWN_WORDS, FailureText.failed(rank, message), remedy, true);
  }

  /** The container has not called for too long. */
  static Loss silent(RankSnapshot rank, long millis) {
    return new Loss(Kind.SILENCE, FailureText.silent(rank, millis), Remedy.ANY_NODE, true);
  }

  /** YARN wants the container for another application. */
  static Loss askedBack(RankSnapshot rank) {
    return new Loss(Kind.EXIT, FailureText.askedBack(rank), Remedy.ANY_NODE, false);
  }

  /** Others say that bytes go bad in the container. */
  static Loss unfit(RankSnapshot rank) {
    // The tracker asks for few other lives of a rank, and the swarm may do without: it never is the
    // last of them that fails the job.
    return new Loss(Kind.OTHERS_WORDS, FailureText.unfit(rank), Remedy.ANY_NODE, false);
  }

  /** The same loss, with what people should know besides. */
  Loss adding(String more) {
    return new Loss(kind, text + more, remedy, counts);
  }
}
