package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.proto.CommonProtos.MemberProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.AccusedProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.LostFileProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RankStatusProto;

/** What the tracker knows of bad sources and losses, to the wire and back. */
final class TroubleWire {
  private TroubleWire() {}

  static void encode(Trouble trouble, RankStatusProto.Builder message) {
    for (Accused accused : trouble.accused()) {
      message.addAccused(
          AccusedProto.newBuilder()
              .setRank(accused.rank().value())
              .setComplaints(accused.complaints())
              .setBannedBy(accused.bannedBy()));
    }
    message.addAllSuspect(values(trouble.suspects()));
    for (LostFile file : trouble.lost()) {
      message.addLostFile(
          LostFileProto.newBuilder()
              .setLost(CommonWire.encode(file.lost()))
              .addAllWantedBy(values(file.wantedBy())));
    }
    trouble.unfit().forEach(life -> message.addUnfit(CommonWire.encode(life)));
  }

  static Trouble decode(RankStatusProto status) throws IOException {
    List<Accused> accused = new ArrayList<>(status.getAccusedCount());
    for (AccusedProto one : status.getAccusedList()) {
      accused.add(
          new Accused(
              peer("status.accused.rank", one.getRank()),
              Check.notNegative("status.accused.complaints", one.getComplaints()),
              Check.notNegative("status.accused.banned_by", one.getBannedBy())));
    }
    List<LostFile> lost = new ArrayList<>(status.getLostFileCount());
    for (LostFileProto file : status.getLostFileList()) {
      lost.add(
          new LostFile(
              CommonWire.decode(file.getLost()),
              peers("status.lost_file.wanted_by", file.getWantedByList())));
    }
    List<Member> unfit = new ArrayList<>(status.getUnfitCount());
    for (MemberProto life : status.getUnfitList()) {
      unfit.add(CommonWire.decode(life));
    }
    return new Trouble(accused, peers("status.suspect", status.getSuspectList()), lost, unfit);
  }

  private static List<Integer> values(List<Rank> ranks) {
    return ranks.stream().map(Rank::value).toList();
  }

  private static List<Rank> peers(String field, List<Integer> values) throws IOException {
    List<Rank> peers = new ArrayList<>(values.size());
    for (int value : values) {
      peers.add(peer(field, value));
    }
    return peers;
  }

  private static Rank peer(String field, int value) throws IOException {
    return Rank.peer(Check.within(field, value, 1, Limits.RANK));
  }
}
