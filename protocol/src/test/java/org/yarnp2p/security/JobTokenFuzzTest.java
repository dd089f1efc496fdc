package org.yarnp2p.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.yarnp2p.fuzz.Mutation;
import org.yarnp2p.model.Rank;

/** Identifiers that strangers send before they have proven anything. */
class JobTokenFuzzTest {
  @Property(tries = 1000)
  void changedIdentifierIsReadOrRefusedWithAReason(@ForAll @Size(max = 5) List<Integer> spots) {
    byte[] good =
        new JobTokenIdentifier("application_1_0001", Rank.peer(1), Rank.TRACKER).getBytes();
    read(Mutation.of(good, spots));
  }

  @Property(tries = 1000)
  void anyBytesAreReadOrRefusedWithAReason(@ForAll @Size(max = 40) byte[] bytes) {
    read(bytes);
  }

  private static void read(byte[] bytes) {
    JobTokenIdentifier identifier = new JobTokenIdentifier();
    try {
      identifier.readFields(new DataInputStream(new ByteArrayInputStream(bytes)));
      assertThat(identifier.getUser().getUserName()).isNotBlank();
    } catch (IOException e) {
      assertThat(e.getMessage()).as("Hadoop's server needs one").isNotBlank();
    }
  }
}
