package org.yarnp2p.protocol;

import java.io.IOException;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapResponseProto;
import org.yarnp2p.security.Caller;

/** The file map that tracker and peers give to every process of the job. */
final class FileMapWire {
  private FileMapWire() {}

  /** Makes the map of one file, or of all when the name is null. */
  @FunctionalInterface
  interface Source {
    String fileMap(String name) throws IOException;
  }

  static FileMapRequestProto encode(String name) {
    FileMapRequestProto.Builder message = FileMapRequestProto.newBuilder();
    if (name != null) {
      message.setName(name);
    }
    return message.build();
  }

  static FileMapResponseProto answer(FileMapRequestProto request, Source source)
      throws IOException {
    Caller.identify();
    String name = request.hasName() ? Check.text("name", request.getName(), Limits.NAME) : null;
    return FileMapResponseProto.newBuilder().setJson(source.fileMap(name)).build();
  }
}
