package org.yarnp2p.protocol;

import java.io.IOException;
import org.apache.hadoop.thirdparty.protobuf.InvalidProtocolBufferException;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.proto.PeerProtos.HelloRequestProto;

/** Introductions as bytes, for connections that are not Hadoop IPC's. */
public final class IntroductionBytes {
  private IntroductionBytes() {}

  /** As {@link #decode} takes them. */
  public static byte[] encode(Introduction introduction) {
    return PeerWire.encode(introduction).toByteArray();
  }

  /**
   * What a peer has sent.
   *
   * @throws IOException when this is no introduction, or is beyond a bound
   */
  public static Introduction decode(byte[] bytes) throws IOException {
    HelloRequestProto message;
    try {
      message = HelloRequestProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("not an introduction: " + e.getMessage(), e);
    }
    return PeerWire.decode(message);
  }
}
