package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.model.Member;

/**
 * The job's fleet.
 *
 * @param fleet is not asked for before the fleet has started
 */
record FleetProvision(Supplier<Fleet> fleet) implements Provision {
  @Override
  public void stop(Member member) {
    fleet.get().stop(member);
  }

  @Override
  public String resources() {
    return fleet.get().resources();
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return fleet.get().obstacles(members);
  }
}
