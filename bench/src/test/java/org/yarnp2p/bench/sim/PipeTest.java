package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final Pipe pipe = new Pipe();
  private final List<Runnable> arrivals = new ArrayList<>();

  @Test
  void firstAnswerIsSentAtOnce() {
    pipe.add(arrivals::add);
    assertThat(arrivals).hasSize(1);
  }

  @Test
  void answersTravelOneAfterTheOther() {
    pipe.add(arrivals::add);
    pipe.add(arrivals::add);
    pipe.add(arrivals::add);
    assertThat(arrivals).hasSize(1);
    arrivals.get(0).run();
    assertThat(arrivals).hasSize(2);
    arrivals.get(1).run();
    arrivals.get(2).run();
    pipe.add(arrivals::add);
    assertThat(arrivals).as("the pipe is empty again").hasSize(4);
  }

  @Test
  void answerThatArrivesAtOnceLetsTheNextGo() {
    List<String> sent = new ArrayList<>();
    pipe.add(arrivals::add);
    pipe.add(
        arrived -> {
          sent.add("second");
          arrived.run();
        });
    pipe.add(arrived -> sent.add("third"));
    arrivals.get(0).run();
    assertThat(sent).containsExactly("second", "third");
  }
}
