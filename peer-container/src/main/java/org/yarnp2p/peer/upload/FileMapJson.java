package org.yarnp2p.peer.upload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Optional;
import org.yarnp2p.model.Digest;
import org.yarnp2p.peer.store.SharedFile;

/** A peer's files as JSON: {@code {"file1": ["digest", null, ...], ...}}. */
final class FileMapJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FileMapJson() {}

  static String of(Collection<SharedFile> files) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (SharedFile file : files) {
        write(file, json);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(SharedFile file, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(file.plan().name());
    for (int segment = 0; segment < file.shape().segmentCount(); segment++) {
      Optional<Digest> digest =
          file.holds(segment) ? file.store().digest(segment) : Optional.empty();
      if (digest.isPresent()) {
        json.writeString(digest.get().toString());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }
}
