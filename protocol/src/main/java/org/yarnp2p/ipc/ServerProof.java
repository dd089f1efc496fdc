package org.yarnp2p.ipc;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto.RpcStatusProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto;
import org.apache.hadoop.security.SaslRpcServer.AuthMethod;

/**
 * What a server of Hadoop IPC says, as long as it begins with the handshake of a token. On clusters
 * without Kerberos Hadoop's client goes on without any proof when the server asks for none; here
 * such words of a server are an error. The handshake of a token ends, in the client, with the
 * server's proof that it knows the token's password (DIGEST-MD5, RFC 2831, "rspauth") or in an
 * error; no call is sent before.
 *
 * <p>All that is read is frames: length (4 bytes), header, message. For one thread at a time.
 */
final class ServerProof extends InputStream {
  /** The number of the "call" that a frame of the handshake answers. */
  private static final int HANDSHAKE = -33;

  private static final int MOST_BYTES = 64 * 1024;

  private final InputStream in;
  private ByteArrayInputStream frame = new ByteArrayInputStream(new byte[0]);
  private boolean byToken;
  private boolean over;

  /**
   * @param in from the server
   */
  ServerProof(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws IOException when the server asks for another proof than a token, or for none
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (frame.available() == 0 && !over) {
      next();
    }
    return frame.available() > 0
        ? frame.read(bytes, offset, length)
        : in.read(bytes, offset, length);
  }

  @Override
  public int available() throws IOException {
    return over ? frame.available() + in.available() : frame.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads a frame of the handshake, or sees that it is over. */
  private void next() throws IOException {
    DataInputStream data = new DataInputStream(in);
    int length = data.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw refused("a handshake of " + length + " bytes");
    }
    byte[] bytes = new byte[Integer.BYTES + length];
    ByteBuffer.wrap(bytes).putInt(length);
    data.readFully(bytes, Integer.BYTES, length);
    examine(new ByteArrayInputStream(bytes, Integer.BYTES, length));
    frame = new ByteArrayInputStream(bytes);
  }

  private void examine(InputStream words) throws IOException {
    RpcResponseHeaderProto header = RpcResponseHeaderProto.parseDelimitedFrom(words);
    if (header.getStatus() != RpcStatusProto.SUCCESS || header.getCallId() != HANDSHAKE) {
      // A refusal of the caller; nothing else is followed by a call.
      over = true;
      return;
    }
    RpcSaslProto step = RpcSaslProto.parseDelimitedFrom(words);
    switch (step.getState()) {
      case NEGOTIATE -> {
        byToken = true;
        for (RpcSaslProto.SaslAuth way : step.getAuthsList()) {
          if (!way.getMethod().equals(AuthMethod.TOKEN.name())) {
            throw refused("it takes " + way.getMethod());
          }
        }
      }
      case SUCCESS -> {
        if (!byToken) {
          throw refused("it asks for no proof");
        }
        over = true;
      }
      default -> {}
    }
  }

  private static IOException refused(String why) {
    return new IOException(
        "whoever listens there does not prove to know the job's token (" + why + ")");
  }
}
