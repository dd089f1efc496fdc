package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.TRACKER;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Accused;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.Dealings;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Trouble;
import org.yarnp2p.protocol.UmbilicalClient;

class UmbilicalProtocolTest {
  private final TestJob job = new TestJob();
  private final FakeUmbilical master = new FakeUmbilical();
  private IpcServer server;
  private UmbilicalClient umbilical;

  @BeforeEach
  void connect() throws IOException {
    server = job.serveUmbilical(master, master);
    umbilical = job.umbilical(RANK_1.rank(), server);
  }

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @Test
  void registerTellsMemberAndEndpoint() throws IOException {
    Member third = new Member(RANK_1.rank(), 3);
    Endpoint endpoint = new Endpoint("host7.example.org", 65535);

    umbilical.register(third, endpoint);

    assertThat(master.received).containsExactly(List.of("register", third, endpoint));
  }

  @ParameterizedTest
  @EnumSource(RankPhase.class)
  void heartbeatTellsEveryFigure(RankPhase phase) throws IOException {
    RankStatus status =
        new RankStatus(
            phase,
            1L << 40,
            2,
            3,
            4,
            5,
            6,
            7,
            18,
            8,
            List.of(
                new FileTraffic(0, 9, 1L << 50, true, 13, 1L << 51, 14),
                new FileTraffic(1, 0, 0, false, 0, 0, 0)),
            10,
            11,
            12,
            new Dealings(15, 16, 17),
            new Trouble(
                List.of(new Accused(Rank.peer(3), 4, 1)),
                List.of(Rank.peer(2)),
                List.of(
                    new LostFile(
                        new Holding(1, BitSet.valueOf(new long[] {5})), List.of(Rank.peer(1)))),
                List.of(new Member(Rank.peer(2), 3))));

    umbilical.heartbeat(RANK_1, status);

    assertThat(master.received).containsExactly(List.of("heartbeat", RANK_1, status));
  }

  @Test
  void timesThatAreNotKnownStayUnknown() throws IOException {
    umbilical.heartbeat(RANK_1, RankStatus.starting());

    assertThat(master.received)
        .containsExactly(List.of("heartbeat", RANK_1, RankStatus.starting()));
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void heartbeatAnswersTheOrder(Order order) throws IOException {
    master.order = order;

    assertThat(umbilical.heartbeat(RANK_1, RankStatus.starting()))
        .isEqualTo(HeartbeatAnswer.of(order));
  }

  @Test
  void heartbeatTellsWhoIsGoneAndWhoIsLost() throws IOException {
    master.gone = Set.of(Rank.peer(3), Rank.peer(200));
    master.lost = Set.of(new Member(Rank.peer(4), 2));
    master.leaving = Set.of(new Member(Rank.peer(5), 3), new Member(Rank.peer(6), 1));

    assertThat(umbilical.heartbeat(RANK_1, RankStatus.starting()))
        .isEqualTo(new HeartbeatAnswer(Order.CONTINUE, master.gone, master.lost, master.leaving));
  }

  @Test
  void doneTellsTheFinalFigures() throws IOException {
    RankStatus status = RankStatus.ofTracker(RankPhase.LEFT, 5, 0, 0);

    umbilical.done(RANK_1, status);

    assertThat(master.received).containsExactly(List.of("done", RANK_1, status));
  }

  @Test
  void failedTellsTheMessage() throws IOException {
    umbilical.failed(RANK_1, "rank 1 on höst: disk full", Cure.ELSEWHERE);

    assertThat(master.received)
        .containsExactly(List.of("failed", RANK_1, "rank 1 on höst: disk full", Cure.ELSEWHERE));
  }

  @Test
  void veryLongMessageIsCutNotLost() throws IOException {
    umbilical.failed(RANK_1, "x".repeat(1 << 20), Cure.NONE);

    assertThat(master.received)
        .containsExactly(List.of("failed", RANK_1, "x".repeat(1 << 16), Cure.NONE));
  }

  @Test
  void clientReadsTheStatusAndKills() throws IOException {
    UmbilicalClient client = job.umbilical(Rank.CLIENT, server);

    assertThat(client.jobStatus()).isEqualTo("{\"state\":\"RUNNING\"}");
    client.kill("interrupted");
    assertThat(master.received).containsExactly(List.of("kill", "interrupted"));
  }

  @Test
  void awaitTrackerBringsTheContactWithItsToken() throws IOException {
    Contact contact =
        job.contact(RANK_1.rank(), new Member(Rank.TRACKER, 2), new Endpoint("host1", 4711));
    master.tracker = CompletableFuture.completedFuture(Optional.of(contact));

    assertThat(umbilical.awaitTracker(RANK_1, 1)).contains(contact);
    assertThat(master.received).containsExactly(List.of("awaitTracker", RANK_1, 1));
  }

  @Test
  void awaitTrackerIsEmptyWhenTheTimeIsOver() throws IOException {
    master.tracker = CompletableFuture.completedFuture(Optional.empty());

    assertThat(umbilical.awaitTracker(RANK_1, 0)).isEmpty();
  }

  @Test
  void trackerIsAMemberToo() throws IOException {
    job.umbilical(Rank.TRACKER, server).register(TRACKER, new Endpoint("host1", 1));

    assertThat(master.received)
        .containsExactly(List.of("register", TRACKER, new Endpoint("host1", 1)));
  }
}
