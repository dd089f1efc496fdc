package org.yarnp2p.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsTest {
  private final List<String> run = new ArrayList<>();
  private final News news = new News();

  @Test
  void nothingIsLostOfAConnectionOnWhichNothingWasSaid() {
    assertThat(news.said()).isFalse();
    news.ifLost().run();
    assertThat(run).isEmpty();
  }

  @Test
  void whatWasSaidLastKnowsWhatToDoWhenItIsLost() {
    news.introduce(2, () -> run.add("heard"), () -> run.add("introduction lost"));
    news.announce(1, () -> run.add("news lost"));
    assertThat(news.said()).isTrue();
    news.ifLost().run();
    assertThat(run).containsExactly("news lost");
  }

  @Test
  void aSourceThatIsBehindIsToldNoMore() {
    assertThat(news.announce(Frame.MOST_NEWS, () -> {})).isTrue();
    assertThat(news.announce(1, () -> run.add("refused"))).isFalse();
    assertThat(news.introduce(1, () -> {}, () -> run.add("refused"))).isFalse();
    assertThat(news.introducing()).isFalse();
    news.ifLost().run();
    assertThat(run).isEmpty();
  }

  @Test
  void aSourceThatHasHeardIsToldMore() throws StreamViolation {
    news.announce(Frame.MOST_NEWS, () -> {});
    news.heard(3);
    assertThat(news.announce(4, () -> {})).isFalse();
    assertThat(news.announce(3, () -> {})).isTrue();
  }

  @Test
  void anIntroductionWaitsForTheOneBefore() throws StreamViolation {
    assertThat(news.introduce(5, () -> run.add("first"), () -> {})).isTrue();
    assertThat(news.introduce(5, () -> run.add("second"), () -> {})).isFalse();
    assertThat(news.introducing()).isTrue();
    news.welcomed().run();
    assertThat(run).containsExactly("first");
    assertThat(news.introducing()).isFalse();
    assertThat(news.introduce(Frame.MOST_NEWS, () -> {}, () -> {})).isTrue();
  }

  @Test
  void aSourceCannotHaveHeardMoreThanWasSaid() {
    news.announce(2, () -> {});
    assertThatThrownBy(() -> news.heard(3)).isInstanceOf(StreamViolation.class);
    assertThatThrownBy(() -> news.heard(-1)).isInstanceOf(StreamViolation.class);
    assertThatThrownBy(news::welcomed).isInstanceOf(StreamViolation.class);
  }
}
