package org.yarnp2p.client.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LogsComplaintsTest {
  private final ByteArrayOutputStream people = new ByteArrayOutputStream();
  private final LogsComplaints complaints =
      new LogsComplaints(new PrintStream(people, true, UTF_8));

  private void say(String text) {
    PrintStream err = new PrintStream(complaints, true, UTF_8);
    err.print(text);
    err.close();
  }

  @Test
  void whoMayNotReadTheLogsIsToldSoWithoutATrace() {
    say(
        """
        org.apache.hadoop.security.AccessControlException: Permission denied: user=bob, inode="/l"
        \tat org.apache.hadoop.hdfs.server.namenode.FSPermissionChecker.check(F.java:1)
        \tat java.base/java.security.AccessController.doPrivileged(Native Method)

        Can not find the logs for the application: application_1_0001 with the appOwner: ada
        """);
    assertThat(complaints.denial()).contains("Permission denied: user=bob, inode=\"/l\"");
    assertThat(people.toString(UTF_8)).isEmpty();
  }

  @Test
  void otherWordsArePassedOnAsTheyAre() {
    say("Container: at (work)\nlast line without an end");
    assertThat(people.toString(UTF_8).lines())
        .containsExactly("Container: at (work)", "last line without an end");
    assertThat(complaints.denial()).isEmpty();
  }
}
