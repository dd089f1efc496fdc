package org.yarnp2p.protocol;

import java.io.IOException;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.proto.CommonProtos.MemberProto;
import org.yarnp2p.security.Caller;

/** Callers of the tracker and of peers. */
final class PeerCaller {
  private PeerCaller() {}

  /**
   * The peer that a message names as its sender.
   *
   * @throws org.apache.hadoop.security.AccessControlException when the caller is another
   * @throws IOException when it is no peer
   */
  static Member check(MemberProto message) throws IOException {
    Member member = CommonWire.decode(message);
    if (!member.rank().isPeer()) {
      throw Check.malformed("member.rank", member.rank(), "a peer");
    }
    Caller.mustBe(member.rank());
    return member;
  }
}
