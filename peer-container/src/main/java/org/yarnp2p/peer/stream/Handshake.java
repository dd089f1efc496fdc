package org.yarnp2p.peer.stream;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.security.token.Token;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobTokenIdentifier;
import org.yarnp2p.security.ServerKey;
import org.yarnp2p.security.StreamProof;

/**
 * The beginning of a connection: each end proves to the other that it knows the password of the
 * caller's token. Nothing else is read or sent before.
 */
final class Handshake {
  /** "P2PS". */
  static final int MAGIC = 0x50325053;

  static final int VERSION = 1;
  static final int OK = 1;

  /** Bytes of a token's identifier. */
  static final int MOST_IDENTIFIER = 512;

  private Handshake() {}

  /**
   * The asker's part.
   *
   * @param token for the source
   * @throws StreamViolation when the other end is not a process of the job
   */
  static void ask(Wire wire, Token<JobTokenIdentifier> token, Member self) throws IOException {
    byte[] identifier = token.getIdentifier();
    byte[] nonce = StreamProof.nonce();
    wire.send(
        ByteBuffer.allocate(3 * Integer.BYTES + identifier.length + StreamProof.LENGTH)
            .putInt(MAGIC)
            .putShort((short) VERSION)
            .putShort((short) identifier.length)
            .put(identifier)
            .putInt(self.incarnation())
            .put(nonce)
            .flip());
    byte[] theirs = wire.bytes(StreamProof.LENGTH);
    byte[] proof = wire.bytes(StreamProof.LENGTH);
    StreamProof right =
        StreamProof.of(token.getPassword(), nonce, theirs, identifier, self.incarnation());
    if (!StreamProof.same(proof, right.ofServer())) {
      throw new StreamViolation("the other end does not know the token's password");
    }
    wire.send(ByteBuffer.wrap(right.ofClient()));
    StreamViolation.within("OK", wire.u8(), OK, OK);
  }

  /**
   * The source's part.
   *
   * @param self whose server this is
   * @param key of that server
   * @return who asks
   * @throws StreamViolation when the other end is not a peer of the job that may call this one
   */
  static Member answer(Wire wire, String jobId, Rank self, ServerKey key) throws IOException {
    if (wire.i32() != MAGIC) {
      throw new StreamViolation("does not speak the protocol");
    }
    StreamViolation.within("version", wire.u16(), VERSION, VERSION);
    byte[] identifier =
        wire.bytes(StreamViolation.within("identifier", wire.u16(), 1, MOST_IDENTIFIER));
    int incarnation = StreamViolation.within("incarnation", wire.i32(), 1, Integer.MAX_VALUE);
    byte[] nonce = wire.bytes(StreamProof.LENGTH);
    Rank caller = caller(identifier, jobId, self);
    byte[] own = StreamProof.nonce();
    StreamProof right = StreamProof.of(key, nonce, own, identifier, incarnation);
    wire.send(ByteBuffer.allocate(2 * StreamProof.LENGTH).put(own).put(right.ofServer()).flip());
    if (!StreamProof.same(wire.bytes(StreamProof.LENGTH), right.ofClient())) {
      throw new StreamViolation("calls itself " + caller + " and does not know its token");
    }
    return new Member(caller, incarnation);
  }

  /** The answering end's last word, when it is ready for frames. */
  static void accept(Wire wire) throws IOException {
    wire.send(ByteBuffer.allocate(1).put((byte) OK).flip());
  }

  private static Rank caller(byte[] identifier, String jobId, Rank self) throws IOException {
    JobTokenIdentifier token = new JobTokenIdentifier();
    token.readFields(new DataInputStream(new ByteArrayInputStream(identifier)));
    if (!token.jobId().equals(jobId) || !token.audience().equals(self)) {
      throw new StreamViolation("shows a token for '" + token + "'");
    }
    if (!token.caller().isPeer() || token.caller().equals(self)) {
      throw new StreamViolation("is " + token.caller() + ", which has nothing to ask");
    }
    return token.caller();
  }
}
