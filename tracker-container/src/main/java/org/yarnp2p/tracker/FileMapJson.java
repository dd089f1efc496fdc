package org.yarnp2p.tracker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import org.yarnp2p.model.Digest;

/**
 * The tracker's map as JSON: {@code {"file1":[["digest",[1,2,3]],...],...}}, for each file its
 * segments in order, each with its digest in hexadecimal (null when not known yet) and the ranks
 * that hold it, ascending. Written file by file, so only the text itself needs memory.
 */
final class FileMapJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FileMapJson() {}

  /** Where the files' segments come from, one file at a time. */
  interface Source {
    FileSnapshot snapshot(String fileName) throws IOException;
  }

  /**
   * The text.
   *
   * @param fileNames which files, in this order
   * @param most characters of the longest text to be made
   * @throws IOException when the text would be longer, or the source throws it
   */
  static String render(Collection<String> fileNames, Source source, int most) throws IOException {
    BoundedWriter text = new BoundedWriter(most);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (String fileName : fileNames) {
        write(source.snapshot(fileName), json);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(FileSnapshot file, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(file.name());
    for (FileSnapshot.Segment segment : file.segments()) {
      json.writeStartArray();
      json.writeString(segment.digest().map(Digest::toString).orElse(null));
      json.writeStartArray();
      BitSet holders = segment.holders();
      for (int rank = holders.nextSetBit(0); rank >= 0; rank = holders.nextSetBit(rank + 1)) {
        json.writeNumber(rank);
      }
      json.writeEndArray();
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
