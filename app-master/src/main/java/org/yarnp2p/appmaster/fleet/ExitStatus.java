package org.yarnp2p.appmaster.fleet;

import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.yarnp2p.conf.P2pKeys;

/** What exit statuses of containers mean to a person. */
final class ExitStatus {
  private static final int SIGNALLED = 128;
  private static final String MORE_MEMORY =
      "raise " + P2pKeys.PEER_MEMORY_MB + ", for the tracker " + P2pKeys.TRACKER_MEMORY_MB;

  private ExitStatus() {}

  /** The meaning of a well-known status, else an empty text. */
  static String meaning(int status) {
    return switch (status) {
      case ContainerExitStatus.ABORTED -> "released, or its node was lost";
      case ContainerExitStatus.DISKS_FAILED -> "the disks of its node have failed";
      case ContainerExitStatus.PREEMPTED -> "preempted by YARN for another application";
      case ContainerExitStatus.KILLED_EXCEEDED_VMEM ->
          "killed by YARN: it used more virtual memory than its container may; "
              + MORE_MEMORY
              + ", or yarn.nodemanager.vmem-pmem-ratio on the nodes";
      case ContainerExitStatus.KILLED_EXCEEDED_PMEM ->
          "killed by YARN: it used more memory than its container has; " + MORE_MEMORY;
      case ContainerExitStatus.KILLED_BY_APPMASTER -> "stopped by the ApplicationMaster";
      case ContainerExitStatus.KILLED_BY_RESOURCEMANAGER -> "killed by the ResourceManager";
      case ContainerExitStatus.KILLED_AFTER_APP_COMPLETION -> "killed after the end of the job";
      case ContainerExitStatus.KILLED_BY_CONTAINER_SCHEDULER ->
          "killed by its NodeManager to make room";
      case ContainerExitStatus.KILLED_FOR_EXCESS_LOGS -> "killed by YARN: its logs grew too large";
      case 3 -> "a Java process that ran out of heap ends so";
      case 126, 127 -> "a command was not found or could not be run; is Java on the node?";
      case SIGNALLED + 6 -> "aborted; see hs_err_pid*.log";
      case SIGNALLED + 9 ->
          "killed with SIGKILL, by a person or by the operating system when memory ran out";
      case SIGNALLED + 11 -> "crashed; see hs_err_pid*.log";
      case SIGNALLED + 15 -> "terminated with SIGTERM";
      default -> "";
    };
  }
}
