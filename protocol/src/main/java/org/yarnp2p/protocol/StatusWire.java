package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.protocol.proto.UmbilicalProtos.FileTrafficProto;
import org.yarnp2p.protocol.proto.UmbilicalProtos.RankStatusProto;

/** A container's figures, to the wire and back. Times that are not known (-1) are left out. */
final class StatusWire {
  private StatusWire() {}

  static RankStatusProto encode(RankStatus status) {
    RankStatusProto.Builder message =
        RankStatusProto.newBuilder()
            .setPhase(encode(status.phase()))
            .setHeldBytes(status.heldBytes())
            .setWantedBytes(status.wantedBytes())
            .setAcquiredBytes(status.acquiredBytes())
            .setDownBytes(status.downBytes())
            .setUpBytes(status.upBytes())
            .setOriginBytes(status.originBytes())
            .setSegmentsRefused(status.segmentsRefused())
            .setJoined(status.joined())
            .setSources(status.dealings().sources())
            .setUploads(status.dealings().uploads())
            .setBans(status.dealings().bans());
    if (status.exchangingAgoMillis() >= 0) {
      message.setExchangingAgoMs(status.exchangingAgoMillis());
    }
    if (status.finishedAgoMillis() >= 0) {
      message.setFinishedAgoMs(status.finishedAgoMillis());
    }
    if (status.gateOpenedAgoMillis() >= 0) {
      message.setGateOpenedAgoMs(status.gateOpenedAgoMillis());
    }
    if (status.swarmDoneAgoMillis() >= 0) {
      message.setSwarmDoneAgoMs(status.swarmDoneAgoMillis());
    }
    for (FileTraffic traffic : status.traffic()) {
      message.addTraffic(
          FileTrafficProto.newBuilder()
              .setFile(traffic.file())
              .setDownBytes(traffic.downBytes())
              .setUpBytes(traffic.upBytes())
              .setFirstHolder(traffic.firstHolder())
              .setOriginBytes(traffic.originBytes())
              .setFileBytes(traffic.fileBytes())
              .setFileSegments(traffic.fileSegments()));
    }
    TroubleWire.encode(status.trouble(), message);
    return message.build();
  }

  static RankStatus decode(RankStatusProto status) throws IOException {
    List<FileTraffic> traffic = new ArrayList<>(status.getTrafficCount());
    for (FileTrafficProto file : status.getTrafficList()) {
      traffic.add(
          new FileTraffic(
              CommonWire.file("status.traffic.file", file.getFile()),
              Check.notNegative("status.traffic.down_bytes", file.getDownBytes()),
              Check.notNegative("status.traffic.up_bytes", file.getUpBytes()),
              file.getFirstHolder(),
              Check.notNegative("status.traffic.origin_bytes", file.getOriginBytes()),
              Check.notNegative("status.traffic.file_bytes", file.getFileBytes()),
              Check.notNegative("status.traffic.file_segments", file.getFileSegments())));
    }
    return new RankStatus(
        decode(status.getPhase()),
        Check.notNegative("status.held_bytes", status.getHeldBytes()),
        Check.notNegative("status.wanted_bytes", status.getWantedBytes()),
        Check.notNegative("status.acquired_bytes", status.getAcquiredBytes()),
        Check.notNegative("status.down_bytes", status.getDownBytes()),
        Check.notNegative("status.up_bytes", status.getUpBytes()),
        Check.notNegative("status.origin_bytes", status.getOriginBytes()),
        Check.notNegative("status.segments_refused", status.getSegmentsRefused()),
        status.hasExchangingAgoMs()
            ? Check.notNegative("status.exchanging_ago_ms", status.getExchangingAgoMs())
            : -1,
        status.hasFinishedAgoMs()
            ? Check.notNegative("status.finished_ago_ms", status.getFinishedAgoMs())
            : -1,
        traffic,
        Check.notNegative("status.joined", status.getJoined()),
        status.hasGateOpenedAgoMs()
            ? Check.notNegative("status.gate_opened_ago_ms", status.getGateOpenedAgoMs())
            : -1,
        status.hasSwarmDoneAgoMs()
            ? Check.notNegative("status.swarm_done_ago_ms", status.getSwarmDoneAgoMs())
            : -1,
        new Dealings(
            Check.notNegative("status.sources", status.getSources()),
            Check.notNegative("status.uploads", status.getUploads()),
            Check.notNegative("status.bans", status.getBans())),
        TroubleWire.decode(status));
  }

  private static RankStatusProto.Phase encode(RankPhase phase) {
    return switch (phase) {
      case STARTING -> RankStatusProto.Phase.STARTING;
      case JOINED -> RankStatusProto.Phase.JOINED;
      case EXCHANGING -> RankStatusProto.Phase.EXCHANGING;
      case COMPLETE -> RankStatusProto.Phase.COMPLETE;
      case LEFT -> RankStatusProto.Phase.LEFT;
    };
  }

  private static RankPhase decode(RankStatusProto.Phase phase) {
    return switch (phase) {
      case STARTING -> RankPhase.STARTING;
      case JOINED -> RankPhase.JOINED;
      case EXCHANGING -> RankPhase.EXCHANGING;
      case COMPLETE -> RankPhase.COMPLETE;
      case LEFT -> RankPhase.LEFT;
    };
  }
}
