package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.yarnp2p.conf.P2pConf;

class ViewAccessTest {
  private final Configuration conf = P2pConf.create();

  @Test
  void withoutAclsEverybodyMayLook() {
    assertThat(access().allows("stranger")).isTrue();
    assertThat(access().allows(null)).isTrue();
  }

  @Test
  void withAclsOnlyTheOwnerAdministratorsAndNamedViewersMay() {
    conf.setBoolean("yarn.acl.enable", true);
    conf.set("yarn.admin.acl", "admin");
    conf.set("p2p.acl.view", "ann,bob");

    assertThat(access().allows("owner")).isTrue();
    assertThat(access().allows("admin")).isTrue();
    assertThat(access().allows("bob")).isTrue();
    assertThat(access().allows("stranger")).isFalse();
    assertThat(access().allows(null)).as("nobody that the proxy could name").isFalse();
  }

  @Test
  void withoutNamedViewersThereAreNone() {
    conf.setBoolean("yarn.acl.enable", true);
    conf.set("yarn.admin.acl", " ");

    assertThat(access().allows("owner")).isTrue();
    assertThat(access().allows("stranger")).isFalse();
  }

  private ViewAccess access() {
    return new ViewAccess(conf, "owner");
  }
}
