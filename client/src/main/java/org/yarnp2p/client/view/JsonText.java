package org.yarnp2p.client.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Results for scripts: indented JSON, fields in the order of their declaration. */
final class JsonText {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private JsonText() {}

  /** The JSON of a record or a list of them. */
  static String of(Object value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result has a JSON form", e);
    }
  }
}
