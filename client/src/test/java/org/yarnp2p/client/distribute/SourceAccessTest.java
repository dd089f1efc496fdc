package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class SourceAccessTest {
  private final Cluster cluster = new Cluster();
  private final SourceAccess access = new SourceAccess("ann", Set.of("staff"));

  @Test
  void permissionThatClearlyAllowsIsNotAskedAbout() throws Exception {
    assertThat(objection(0644, "bob", "wheel")).isEmpty();
    assertThat(objection(0640, "bob", "staff")).isEmpty();
    assertThat(objection(0400, "ann", "wheel")).isEmpty();
    assertThat(cluster.asked).isEmpty();
  }

  @Test
  void fileSystemDecidesAboutOtherFiles() throws Exception {
    assertThat(objection(0600, "bob", "staff")).isEmpty();
    assertThat(objection(0044, "ann", "wheel")).isEmpty();
    assertThat(cluster.asked).hasSize(2);
  }

  @Test
  void accessControlListsAreLeftToTheFileSystem() throws Exception {
    access.objection(cluster, listed(0644, "bob", "wheel", Set.of(FileStatus.AttrFlags.HAS_ACL)));
    assertThat(cluster.asked).hasSize(1);
  }

  @Test
  void fileThatMayNotBeReadIsNamedWithWhatForbidsIt() throws Exception {
    cluster.refuses = true;
    assertThat(objection(0600, "bob", "wheel"))
        .hasValue(
            "away:/in/f cannot be read by ann: it is rw------- of bob:wheel; let that user read"
                + " it");
  }

  private Optional<String> objection(int permission, String owner, String group)
      throws IOException {
    return access.objection(cluster, listed(permission, owner, group, Set.of()));
  }

  private static FileStatus listed(
      int permission, String owner, String group, Set<FileStatus.AttrFlags> flags) {
    FsPermission bits = new FsPermission((short) permission);
    return new FileStatus(1, false, 1, 1, 0, 0, bits, owner, group, null, new Path("/in/f"), flags);
  }

  /** Says what it was asked about. */
  private static final class Cluster extends RawLocalFileSystem {
    private final List<Path> asked = new ArrayList<>();
    private boolean refuses;

    @Override
    public URI getUri() {
      return URI.create("away:///");
    }

    @Override
    public void access(Path path, FsAction mode) throws AccessControlException {
      asked.add(path);
      if (refuses) {
        throw new AccessControlException("Permission denied: user=ann, access=READ");
      }
    }
  }
}
