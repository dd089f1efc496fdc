package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.TrackerClient;

/** Strangers that send anything at all to the port of a server. */
class GarbageTest {
  private static final int STRANGERS = 60;
  private static final byte[] HEADER = {'h', 'r', 'p', 'c', 9, 0, -33};

  @Test
  void garbageCostsItsSenderTheConnectionAndNobodyElseAnything() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    FakeTracker tracker = new FakeTracker();
    try (TestJob job = new TestJob()) {
      IpcServer server = job.serveTracker(tracker, tracker);
      TrackerClient peer = job.tracker(Rank.peer(1), server);
      for (int i = 0; i < STRANGERS; i++) {
        send(server.endpoint().resolve(), garbage(random, i % 2 == 0));
        peer.ready(TestJob.RANK_1);
      }
      assertThat(tracker.received).as("seed %d", seed).hasSize(STRANGERS);
    }
  }

  private static byte[] garbage(SplittableRandom random, boolean afterHeader) {
    byte[] bytes = new byte[1 + random.nextInt(400)];
    random.nextBytes(bytes);
    if (afterHeader) {
      System.arraycopy(HEADER, 0, bytes, 0, Math.min(HEADER.length, bytes.length));
    }
    return bytes;
  }

  /** A server that closes at once has done so before the bytes are written, which is as good. */
  private static void send(InetSocketAddress server, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.getOutputStream().write(bytes);
    }
  }
}
