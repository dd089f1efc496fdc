package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.appmaster.fleet.LaunchSpecs;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/** The job's fleet, and what it is to launch. */
final class FleetProvision implements Provision {
  private final Supplier<Fleet> fleet;

  /** Null before the staged job has been read. */
  private volatile LaunchSpecs specs;

  /**
   * @param fleet is not asked for before the fleet has started
   */
  FleetProvision(Supplier<Fleet> fleet) {
    this.fleet = fleet;
  }

  /** What containers are; before the first launch. */
  void use(LaunchSpecs all) {
    specs = all;
  }

  @Override
  public void launch(Member member, String near) {
    fleet.get().launch(member, specs.of(member), near);
  }

  @Override
  public void stop(Member member) {
    fleet.get().stop(member);
  }

  @Override
  public void exclude(Set<String> nodes) {
    fleet.get().exclude(nodes);
  }

  @Override
  public int nodes() {
    return fleet.get().nodes();
  }

  @Override
  public String resources() {
    return fleet.get().resources();
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return fleet.get().obstacles(members);
  }

  @Override
  public void readNodeStates() {
    fleet.get().readNodeStates();
  }

  @Override
  public boolean isDecommissioned(Rank rank) {
    return fleet.get().isDecommissioned(rank);
  }
}
