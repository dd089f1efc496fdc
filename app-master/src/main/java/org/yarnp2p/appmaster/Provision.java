package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Map;
import org.yarnp2p.model.Member;

/** Where the containers come from, as far as it matters to who watches over them. Thread-safe. */
interface Provision {
  /** Ends a container or takes back the wish for one. */
  void stop(Member member);

  /**
   * What was asked for and what there is, in sentences. May take as long as a call to another
   * process.
   */
  String resources();

  /**
   * What is known of why containers have not come, for those of whom something is. May take as long
   * as a call to another process.
   */
  Map<Member, String> obstacles(List<Member> members);
}
