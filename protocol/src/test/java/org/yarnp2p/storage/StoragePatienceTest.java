package org.yarnp2p.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.junit.jupiter.api.Test;
import org.yarnp2p.security.TokenEnd;

class StoragePatienceTest {
  private final RemoteException safeMode =
      new RemoteException(
          "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
          "Cannot rename /out. Name node is in safe mode.\nThe reported blocks 3 ...");

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger taken = new AtomicInteger();
  private final StoragePatience patience =
      new StoragePatience("p2p.am.commit.timeout", 5000, now::get, now::addAndGet);

  @Test
  void aStepIsRepeatedUntilTheTroubleHasPassed() throws IOException {
    patience.take(
        () -> {
          switch (taken.incrementAndGet()) {
            case 1 -> throw safeMode;
            case 2 -> throw new ConnectException("Connection refused");
            case 3 ->
                throw new IOException(
                    "File /out/report.json could only be written to 0 of the 1 minReplication");
            default -> now.addAndGet(0);
          }
        });
    assertThat(taken).hasValue(4);
    assertThat(now).hasValue(3000);
  }

  @Test
  void tokensThatHaveEndedAreNotWaitedFor() {
    InvalidToken ended = new InvalidToken("token (...) is expired, current time: ...");

    assertThatThrownBy(
            () ->
                patience.take(
                    () -> {
                      throw ended;
                    }))
        .hasMessageStartingWith(TokenEnd.REMEDY)
        .hasCause(ended);
    assertThat(now).hasValue(0);
  }

  @Test
  void troubleThatLastsIsGivenUpByNameAndKey() {
    assertThatThrownBy(
            () ->
                patience.take(
                    () -> {
                      taken.incrementAndGet();
                      throw safeMode;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "storage is in safe mode for longer than p2p.am.commit.timeout (5 s):"
                + " Cannot rename /out. Name node is in safe mode.")
        .hasCause(safeMode);
    assertThat(taken).hasValue(6);
  }

  @Test
  void aQuotaIsNoTroubleThatPassesAndTheRemedyIsNamed() {
    assertThatThrownBy(
            () ->
                patience.take(
                    () -> {
                      taken.incrementAndGet();
                      throw new ClusterStorageCapacityExceededException(
                          "The NameSpace quota of directory /out is exceeded: quota=3");
                    }))
        .hasMessageContaining("hdfs dfsadmin -setQuota")
        .hasMessageContaining("quota=3");
    assertThat(taken).hasValue(1);
  }

  @Test
  void aPermissionThatIsMissingIsSaidSo() {
    assertThatThrownBy(
            () ->
                patience.take(
                    () -> {
                      throw new AccessControlException("Permission denied: user=alice");
                    }))
        .hasMessageContaining("the job's user may not write to the output directory")
        .hasMessageContaining("user=alice");
  }

  @Test
  void otherFailuresStandAsTheyAre() {
    IOException failure = new IOException("cannot rename a to b");
    assertThatThrownBy(
            () ->
                patience.take(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }
}
