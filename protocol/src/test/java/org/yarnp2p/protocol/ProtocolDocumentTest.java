package org.yarnp2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.thirdparty.protobuf.Descriptors.Descriptor;
import org.apache.hadoop.thirdparty.protobuf.Descriptors.EnumDescriptor;
import org.apache.hadoop.thirdparty.protobuf.Descriptors.FileDescriptor;
import org.junit.jupiter.api.Test;
import org.yarnp2p.protocol.proto.CommonProtos;
import org.yarnp2p.protocol.proto.PeerProtos;
import org.yarnp2p.protocol.proto.TrackerProtos;
import org.yarnp2p.protocol.proto.UmbilicalProtos;

class ProtocolDocumentTest {
  @Test
  void documentNamesEveryCallFieldAndValue() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "protocol.md"));
    Set<String> missing = new TreeSet<>();
    Stream.of(
            CommonProtos.getDescriptor(),
            UmbilicalProtos.getDescriptor(),
            TrackerProtos.getDescriptor(),
            PeerProtos.getDescriptor())
        .flatMap(ProtocolDocumentTest::names)
        .filter(name -> !document.contains("`" + name + "`"))
        .forEach(missing::add);

    assertThat(missing).isEmpty();
  }

  private static Stream<String> names(FileDescriptor file) {
    return Stream.concat(
        file.getServices().stream()
            .flatMap(service -> service.getMethods().stream())
            .map(method -> method.getName()),
        file.getMessageTypes().stream().flatMap(ProtocolDocumentTest::names));
  }

  private static Stream<String> names(Descriptor message) {
    return Stream.concat(
        message.getFields().stream().map(field -> field.getName()),
        message.getEnumTypes().stream()
            .map(EnumDescriptor::getValues)
            .flatMap(values -> values.stream())
            .map(value -> value.getName()));
  }
}
