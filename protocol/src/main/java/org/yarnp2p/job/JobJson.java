package org.yarnp2p.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * How the records of this room are written as JSON: UTF-8, indented, fields in the order of their
 * declaration, {@code null} where there is no value yet. Reading passes over fields it does not
 * know, so that a report of a later version can still be shown.
 */
final class JobJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final ObjectWriter WRITER =
      MAPPER
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private JobJson() {}

  static String write(Object value) {
    try {
      return WRITER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this room's records have a JSON form", e);
    }
  }

  /** Writes and flushes; the stream stays open. */
  static void write(Object value, OutputStream out) throws IOException {
    WRITER.writeValue(out, value);
    out.write('\n');
    out.flush();
  }

  static <T> T read(String json, Class<T> type) throws IOException {
    return there(reader(type).readValue(json), type);
  }

  /** Reads to the end of the value; the stream stays open. */
  static <T> T read(InputStream in, Class<T> type) throws IOException {
    return there(reader(type).readValue(in), type);
  }

  /** In JSON, null is a value of any type. */
  private static <T> T there(T read, Class<T> type) throws IOException {
    if (read == null) {
      throw new IOException("found null, expected a " + type.getSimpleName());
    }
    return read;
  }

  private static ObjectReader reader(Class<?> type) {
    return MAPPER.readerFor(type).without(JsonParser.Feature.AUTO_CLOSE_SOURCE);
  }
}
