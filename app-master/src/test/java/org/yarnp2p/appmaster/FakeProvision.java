package org.yarnp2p.appmaster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.yarnp2p.model.Member;

/** Notes what is stopped and says what the test wants. */
final class FakeProvision implements Provision {
  final List<Member> stopped = new CopyOnWriteArrayList<>();
  final Map<Member, String> obstacles = new HashMap<>();

  @Override
  public void stop(Member member) {
    stopped.add(member);
  }

  @Override
  public String resources() {
    return "Asked for a lot.";
  }

  @Override
  public Map<Member, String> obstacles(List<Member> members) {
    return Map.copyOf(obstacles);
  }
}
