package org.yarnp2p.peer.stream;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.hadoop.security.token.Token;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;

/** A job with a source, rank 2, that streams to an asker, rank 1. */
final class Job {
  static final String ID = "application_1700000000000_0007";
  static final String LOOPBACK = "127.0.0.1";
  static final Member ASKER = new Member(Rank.peer(1), 1);
  static final Member SOURCE = new Member(Rank.peer(2), 1);

  final JobSecret secret = JobSecret.generate();

  StreamServer serve(StreamSource source, StreamSettings settings) throws IOException {
    return serve(source, settings, System::nanoTime);
  }

  /** By a clock of one's own. */
  StreamServer serve(StreamSource source, StreamSettings settings, AtomicLong clock)
      throws IOException {
    return serve(source, settings, clock::get);
  }

  private StreamServer serve(StreamSource source, StreamSettings settings, LongSupplier nanoClock)
      throws IOException {
    return StreamServer.start(
        LOOPBACK,
        ID,
        SOURCE.rank(),
        secret.serverKey(ID, SOURCE.rank()),
        source,
        settings,
        nanoClock);
  }

  Token<JobTokenIdentifier> token() {
    return secret.token(ID, ASKER.rank(), SOURCE.rank());
  }

  /** The source's IPC server need not exist. */
  Contact source(int streamPort) {
    return at(SOURCE, streamPort);
  }

  /** Somebody who is said to be where the source is. */
  Contact at(Member member, int streamPort) {
    return new Contact(member, new Endpoint(LOOPBACK, 1, streamPort), token());
  }

  /** Patient in everything. */
  static StreamSettings patient() {
    return new StreamSettings(4, 2, 1 << 18, 2000, 60_000, 60_000, 60_000);
  }
}
