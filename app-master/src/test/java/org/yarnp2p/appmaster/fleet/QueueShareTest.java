package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Map;
import org.apache.hadoop.yarn.api.records.QueueConfigurations;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.QueueState;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;

/** Each scheduler means something else by a queue's capacity. */
class QueueShareTest {
  private static QueueInfo queue(float capacity, float used) {
    QueueInfo info = Records.newRecord(QueueInfo.class);
    info.setQueueName("nightly");
    info.setQueueState(QueueState.RUNNING);
    info.setCapacity(capacity);
    info.setCurrentCapacity(used);
    return info;
  }

  /** A half, up to all, of a parent that has a fifth of the cluster and may have two. */
  private static QueueInfo nested(float used) {
    QueueInfo info = queue(0.5f, used);
    info.setMaximumCapacity(1);
    QueueConfigurations shares = Records.newRecord(QueueConfigurations.class);
    shares.setCapacity(0.5f);
    shares.setMaxCapacity(1);
    shares.setAbsoluteCapacity(0.1f);
    shares.setAbsoluteMaxCapacity(0.4f);
    QueueConfigurations labelled = Records.newRecord(QueueConfigurations.class);
    labelled.setAbsoluteCapacity(1);
    labelled.setAbsoluteMaxCapacity(1);
    info.setQueueConfigurations(Map.of("", shares, "gpu", labelled));
    return info;
  }

  @Test
  void nestedQueueOfTheCapacitySchedulerHasAShareOfTheClusterAndNotOfItsParent() {
    assertThat(org.yarnp2p.appmaster.fleet.QueueState.of("nightly", nested(0.25f), null).words())
        .isEqualTo(
            "Queue nightly is running, has 10 % of the cluster (at most 40 %) and uses 25 % of its"
                + " own.");
  }

  @Test
  void nestedQueueIsFullWhenItHasAllThatItsParentMayGrowTo() {
    assertThat(QueueShare.of(nested(4)).fill()).isCloseTo(1, offset(1e-6));
    assertThat(QueueShare.of(nested(2)).fill()).isCloseTo(0.5, offset(1e-6));
  }

  @Test
  void nodesWithALabelAreSharedByThemselves() {
    assertThat(QueueShare.ofLabel(nested(4), "gpu").capacity()).isEqualTo(1);
    assertThat(QueueShare.ofLabel(nested(4), "gpu").most()).isEqualTo(1);
    assertThat(QueueShare.ofLabel(nested(4), "gpu").used()).isNaN();
    assertThat(QueueShare.ofLabel(nested(4), "other").most()).isZero();
    assertThat(QueueShare.ofLabel(queue(0.5f, 0), "gpu").most()).isNaN();
  }

  private static String words(QueueInfo info, String expression) {
    return org.yarnp2p.appmaster.fleet.QueueState.of("nightly", info, expression).words();
  }

  @Test
  void jobOnNodesWithALabelHearsOfTheQueuesShareOfThese() {
    String ofTheLabel =
        "Queue nightly is running and has 100 % of the nodes with label gpu (at most 100 %); how"
            + " much of that is in use YARN does not say.";
    QueueInfo queue = nested(4);
    assertThat(words(queue, "gpu")).isEqualTo(ofTheLabel);
    assertThat(words(queue, "<Not set>")).contains("10 % of the cluster");
    assertThat(words(queue, "<DEFAULT_PARTITION>")).contains("10 % of the cluster");
    queue.setDefaultNodeLabelExpression("gpu");
    assertThat(words(queue, "<Not set>")).isEqualTo(ofTheLabel);
    assertThat(words(queue, "<DEFAULT_PARTITION>")).contains("10 % of the cluster");
  }

  @Test
  void maximumThatTheFairSchedulerDoesNotSayIsNotShown() {
    QueueInfo fair = queue(0.25f, 0.5f);
    assertThat(org.yarnp2p.appmaster.fleet.QueueState.of("nightly", fair, null).words())
        .isEqualTo("Queue nightly is running, has 25 % of the cluster and uses 50 % of its own.");
    assertThat(QueueShare.of(fair).fill()).isNaN();
  }
}
