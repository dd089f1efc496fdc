package org.yarnp2p.peer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Digest;

class InlineStoreTest {
  @Test
  void outputJoinsLinesByLfWithNoneAtTheEnd() throws IOException {
    assertThat(output(of("a", "", "zwölf"))).isEqualTo("a\n\nzwölf");
  }

  @Test
  void fileWithoutLinesHasAnEmptyOutput() throws IOException {
    assertThat(output(of())).isEmpty();
  }

  @Test
  void fileOfOneEmptyLineHasAnEmptyOutput() throws IOException {
    assertThat(output(of(""))).isEmpty();
  }

  @Test
  void writtenLinesAreHeld() throws IOException {
    InlineStore holder = of("one", "two");
    InlineStore store = new InlineStore(holder.shape());
    assertThat(store.held().isEmpty()).isTrue();
    ByteBuffer two = ByteBuffer.wrap("two".getBytes(UTF_8));
    assertThat(store.write(1, Digest.of(two), two)).isTrue();
    assertThat(store.held().stream()).containsExactly(1);
    assertThat(store.digest(1)).isEqualTo(holder.digest(1));
    assertThat(store.read(1)).isEqualTo(holder.read(1));
    assertThatThrownBy(() -> store.read(0)).hasMessageContaining("segment 0 is not held");
    assertThatThrownBy(() -> output(store)).isInstanceOf(DamagedSegmentsException.class);
  }

  private static InlineStore of(String... lines) {
    return InlineStore.of(List.copyOf(Stream.of(lines).map(l -> l.getBytes(UTF_8)).toList()));
  }

  private static String output(SegmentStore store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.writeOutput(out);
    assertThat(out.size()).isEqualTo((int) store.shape().outputLength());
    return out.toString(UTF_8);
  }
}
