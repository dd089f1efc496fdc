package org.yarnp2p.protocol;

import org.apache.hadoop.ipc.ProtocolInfo;
import org.apache.hadoop.security.token.TokenInfo;
import org.yarnp2p.protocol.proto.UmbilicalProtos.UmbilicalService;
import org.yarnp2p.security.JobTokenSelector;

/**
 * What Hadoop IPC sees of the protocol by which containers and the client speak to the
 * ApplicationMaster.
 */
@ProtocolInfo(protocolName = "org.yarnp2p.protocol.UmbilicalPB", protocolVersion = 1)
@TokenInfo(JobTokenSelector.class)
public interface UmbilicalPB extends UmbilicalService.BlockingInterface {}
