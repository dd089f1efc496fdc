package org.yarnp2p.appmaster.attempt;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.yarnp2p.appmaster.roster.RankPast;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/**
 * What the next attempt has to know of a job and cannot learn from its containers.
 *
 * @param phases reached so far
 * @param swarmMillis from the gate to the swarm's end; null before
 * @param ranks 0..N
 */
public record Memory(Phases phases, Long swarmMillis, List<Rank> ranks) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(new StdDelegatingSerializer(BitSet.class, new ToWords()))
                  .addDeserializer(BitSet.class, new StdDelegatingDeserializer<>(new FromWords())))
          .build();

  /** Jackson would take a set of bits for a bean, and say of it only whether it is empty. */
  private static final class ToWords extends StdConverter<BitSet, long[]> {
    @Override
    public long[] convert(BitSet segments) {
      return segments.toLongArray();
    }
  }

  private static final class FromWords extends StdConverter<long[], BitSet> {
    @Override
    public BitSet convert(long[] words) {
      return BitSet.valueOf(words);
    }
  }

  /**
   * One rank.
   *
   * @param incarnation of its latest container; 0 before the first
   * @param host where that has run; may be null
   * @param containerId of that; may be null
   * @param reason why the job goes on without the rank; null when it does not
   * @param status its figures; what was moved and refused is that of all its lives
   * @param former what its lives before the latest have moved and refused
   * @param exchangingMillis when it began to exchange, in ms since the job's submission began; null
   *     before
   * @param finishedMillis when it had all it wanted, likewise
   * @param losses why each of its earlier containers was lost
   * @param lostContainers the ids of these
   */
  public record Rank(
      int incarnation,
      RankState state,
      String host,
      String containerId,
      String reason,
      RankStatus status,
      RankStatus former,
      Long exchangingMillis,
      Long finishedMillis,
      List<String> losses,
      List<String> lostContainers) {
    /** Copies the lists. */
    public Rank {
      losses = List.copyOf(losses);
      lostContainers = List.copyOf(lostContainers);
    }

    private static Rank of(RankSnapshot rank, UnaryOperator<Long> sinceStart) {
      return new Rank(
          rank.incarnation(),
          rank.state(),
          rank.host(),
          rank.containerId(),
          rank.reason(),
          rank.status(),
          rank.former(),
          sinceStart.apply(rank.exchangingAt()),
          sinceStart.apply(rank.finishedAt()),
          rank.losses(),
          rank.lostContainers());
    }

    /**
     * The same for the roster of another attempt.
     *
     * @param moment the inverse of what {@link Memory#of} was given
     */
    public RankPast past(UnaryOperator<Long> moment) {
      return new RankPast(
          incarnation,
          host,
          containerId,
          status,
          former,
          moment.apply(exchangingMillis),
          moment.apply(finishedMillis),
          losses,
          lostContainers);
    }

    /** Whether it had all it wanted. */
    public boolean hasEverything() {
      return status.phase().compareTo(RankPhase.COMPLETE) >= 0;
    }
  }

  /** Copies the list. */
  public Memory {
    ranks = List.copyOf(ranks);
  }

  /**
   * As things stand.
   *
   * @param sinceStart makes of a moment on the roster's clock ms since the job's submission began,
   *     which the next attempt can make a moment of; null of null
   */
  public static Memory of(
      Phases phases, Long swarmMillis, List<RankSnapshot> ranks, UnaryOperator<Long> sinceStart) {
    return new Memory(
        phases, swarmMillis, ranks.stream().map(rank -> Rank.of(rank, sinceStart)).toList());
  }

  /**
   * Whether the swarm has drained: ranks are told to leave, and then say that they are done, when
   * every one has all it wanted or is given up.
   */
  public boolean hasDrained() {
    return ranks.stream().anyMatch(rank -> rank.state() == RankState.DONE);
  }

  void write(OutputStream out) throws IOException {
    out.write(MAPPER.writeValueAsBytes(this));
  }

  static Memory read(InputStream in) throws IOException {
    return MAPPER.readValue(in, Memory.class);
  }
}
