package org.yarnp2p.protocol;

import org.apache.hadoop.ipc.ProtocolInfo;
import org.apache.hadoop.security.token.TokenInfo;
import org.yarnp2p.protocol.proto.TrackerProtos.TrackerService;
import org.yarnp2p.security.JobTokenSelector;

/** What Hadoop IPC sees of the protocol by which peers speak to the tracker. */
@ProtocolInfo(protocolName = "org.yarnp2p.protocol.TrackerPB", protocolVersion = 1)
@TokenInfo(JobTokenSelector.class)
public interface TrackerPB extends TrackerService.BlockingInterface {}
