package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.protocol.Cure;

class CuresTest {
  @Test
  void whatIsNotKnownMayBeOfTheMoment() {
    assertThat(Cures.of(new IOException("Connection refused"))).isEqualTo(Cure.RESTART);
    assertThat(Cures.of(new OutOfMemoryError())).isEqualTo(Cure.RESTART);
    assertThat(Cures.of(new FileNotFoundException("/data (No such file or directory)")))
        .isEqualTo(Cure.RESTART);
  }

  @Test
  void aReasonThatEveryContainerWouldHaveIsIncurableHoweverItIsWrapped() {
    IOException mistake = new IncurableException("input of rank 1 has a mistake");
    assertThat(Cures.of(mistake)).isEqualTo(Cure.NONE);
    assertThat(Cures.of(new UncheckedIOException(new IOException("cannot join", mistake))))
        .isEqualTo(Cure.NONE);
  }

  @Test
  void aKeyWhoseValueMakesNoSenseIsIncurable() {
    assertThat(Cures.of(new IllegalArgumentException("p2p.peer.handlers is 0")))
        .isEqualTo(Cure.NONE);
    // Hadoop says so of a name that cannot be resolved at the moment.
    assertThat(Cures.of(new IllegalArgumentException(new UnknownHostException("nn1"))))
        .isEqualTo(Cure.RESTART);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "write failed: Disk quota exceeded",
        "Read-only file system",
        "Input/output error"
      })
  void aDiskThatDoesNotServeIsCuredByAnotherNode(String reason) {
    FileSystemException disk = new FileSystemException("/data/1.part", null, reason);
    assertThat(Cures.of(disk)).isEqualTo(Cure.ELSEWHERE);
    assertThat(Cures.of(new IOException("rank 1 could not store segment 4", disk)))
        .isEqualTo(Cure.ELSEWHERE);
  }

  @Test
  void aNodeThatIsNotFitIsCuredByAnother() {
    assertThat(Cures.of(new UnfitNodeException("rank 1 has no usable local directory")))
        .isEqualTo(Cure.ELSEWHERE);
  }

  @Test
  void aNodeWithAnotherDiskServesStill() {
    IOException full = new IOException("No space left on device");
    assertThat(Cures.of(new SpoiledDirectoryException("rank 1: /data1 is full", full)))
        .isEqualTo(Cure.RESTART);
  }

  @Test
  void noContainerOfTheJobHasBetterTokens() {
    IOException ended =
        new RemoteException(
            InvalidToken.class.getName(),
            "token (token for alice: HDFS_DELEGATION_TOKEN ...) is expired, current time: ...");
    assertThat(Cures.of(new IOException("rank 1 could not read /in", ended))).isEqualTo(Cure.NONE);
    assertThat(
            Cures.of(new InvalidToken("token (... HDFS_DELEGATION_TOKEN) can't be found in cache")))
        .isEqualTo(Cure.NONE);
    // A process that has taken over the port of another one says so.
    assertThat(Cures.of(new InvalidToken("the token is for another server")))
        .isEqualTo(Cure.RESTART);
  }

  @Test
  void noContainerOfTheJobHasMoreOfTheOutputDirectorysQuota() {
    IOException quota =
        new ClusterStorageCapacityExceededException("The DiskSpace quota of /out is exceeded");
    assertThat(Cures.of(new IOException("rank 2 could not write file a", quota)))
        .isEqualTo(Cure.NONE);
    IOException names =
        new RemoteException(
            "org.apache.hadoop.hdfs.protocol.NSQuotaExceededException",
            "The NameSpace quota of /out is exceeded");
    assertThat(Cures.of(new IOException("rank 2 could not write file a", names)))
        .isEqualTo(Cure.NONE);
  }
}
