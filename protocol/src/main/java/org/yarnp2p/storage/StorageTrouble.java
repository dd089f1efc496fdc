package org.yarnp2p.storage;

import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.yarnp2p.security.TokenEnd;

/** Tells trouble of storage that passes from trouble that stays, and says what to do. */
public final class StorageTrouble {
  /**
   * By name, since they reach a client as {@link RemoteException} or as themselves, and belong to
   * HDFS, which need not be what is used.
   */
  private static final Map<String, String> PASSING =
      Map.of(
          "org.apache.hadoop.hdfs.server.namenode.SafeModeException", "is in safe mode",
          "org.apache.hadoop.ipc.RetriableException", "asks to try again",
          "org.apache.hadoop.ipc.StandbyException", "has no active NameNode",
          "org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException", "is slow");

  private StorageTrouble() {}

  /** What is the matter, in a few words, when that can be expected to pass. */
  public static Optional<String> temporary(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String name =
          cause instanceof RemoteException remote
              ? remote.getClassName()
              : cause.getClass().getName();
      String passing = PASSING.get(name);
      if (passing != null) {
        return Optional.of(passing);
      }
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof NoRouteToHostException
          || cause instanceof UnknownHostException
          || cause instanceof EOFException) {
        return Optional.of("cannot be reached");
      }
      if (hasNoDataNode(cause)) {
        return Optional.of("has no DataNode to write to");
      }
    }
    return Optional.empty();
  }

  /** HDFS has no class for it. */
  private static boolean hasNoDataNode(Throwable failure) {
    String message = failure.getMessage();
    return message != null
        && (message.contains("could only be written to 0 of")
            || message.contains("Unable to close file because the last block")
            || message.contains("All datanodes"));
  }

  /** The same failure with what to do about it, where that is known. */
  static IOException explained(IOException failure) {
    if (TokenEnd.isReasonOf(failure)) {
      return new IOException(TokenEnd.REMEDY + ": " + firstLine(failure), failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isQuota(cause)) {
        return new IOException(
            "the quota of the output directory is used up; raise it (hdfs dfsadmin -setQuota,"
                + " -setSpaceQuota) or free some of it, and start the job again: "
                + firstLine(cause),
            failure);
      }
      if (cause instanceof AccessControlException) {
        return new IOException(
            "the job's user may not write to the output directory: " + firstLine(cause), failure);
      }
    }
    return failure;
  }

  /** Whether a quota of the storage is used up, by the failure itself and not by its causes. */
  public static boolean isQuota(Throwable failure) {
    return failure instanceof ClusterStorageCapacityExceededException
        || (failure instanceof RemoteException remote
            && remote.getClassName().endsWith("QuotaExceededException"));
  }

  /** Trouble that should have passed. */
  static IOException lasting(IOException failure, String outage, String key, long patienceMillis) {
    return new IOException(
        "storage "
            + outage
            + " for longer than "
            + key
            + " ("
            + patienceMillis / 1000
            + " s): "
            + firstLine(failure),
        failure);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
  }
}
