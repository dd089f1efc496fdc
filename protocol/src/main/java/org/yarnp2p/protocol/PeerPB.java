package org.yarnp2p.protocol;

import org.apache.hadoop.ipc.ProtocolInfo;
import org.apache.hadoop.security.token.TokenInfo;
import org.yarnp2p.protocol.proto.PeerProtos.PeerService;
import org.yarnp2p.security.JobTokenSelector;

/** What Hadoop IPC sees of the protocol by which peers speak to each other. */
@ProtocolInfo(protocolName = "org.yarnp2p.protocol.PeerPB", protocolVersion = 1)
@TokenInfo(JobTokenSelector.class)
public interface PeerPB extends PeerService.BlockingInterface {}
