package org.yarnp2p.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object of a JSON text, asked for its fields by name. For what every container reads first:
 * data binding would look at all records by reflection, which takes a seventh of the time until a
 * container joins. Immutable.
 */
final class JsonObject {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  /** Texts, numbers, booleans, objects, and lists of them; null for null. */
  private final Map<String, Object> fields;

  /** Makes a value of an object. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * Takes the fields.
     *
     * @throws IOException when one is missing or of another type
     */
    T read(JsonObject json) throws IOException;
  }

  private JsonObject(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads to the end of the object; the stream stays open.
   *
   * @throws IOException when the stream fails or does not begin with an object
   */
  static JsonObject read(InputStream in) throws IOException {
    JsonParser json = FACTORY.createParser(in);
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(
          json, "found %s, expected an object".formatted(json.currentToken()));
    }
    return object(json);
  }

  /**
   * A text.
   *
   * @throws IOException when there is none of this name
   */
  String text(String name) throws IOException {
    return of(name, String.class, "a text");
  }

  /**
   * A whole number within the range of an int.
   *
   * @throws IOException when there is none of this name
   */
  int integer(String name) throws IOException {
    return of(name, Integer.class, "a whole number");
  }

  /**
   * A whole number within the range of a long.
   *
   * @throws IOException when there is none of this name
   */
  long number(String name) throws IOException {
    return fields.get(name) instanceof Long number ? number : integer(name);
  }

  /**
   * True or false.
   *
   * @throws IOException when there is neither of this name
   */
  boolean flag(String name) throws IOException {
    return of(name, Boolean.class, "true or false");
  }

  /**
   * An object.
   *
   * @throws IOException when there is none of this name, or the reader throws it
   */
  <T> T object(String name, Reader<T> reader) throws IOException {
    return reader.read(of(name, JsonObject.class, "an object"));
  }

  /**
   * An object; null for null.
   *
   * @throws IOException when there is neither of this name, or the reader throws it
   */
  <T> T objectOrNull(String name, Reader<T> reader) throws IOException {
    boolean none = fields.containsKey(name) && fields.get(name) == null;
    return none ? null : object(name, reader);
  }

  /**
   * A list of texts.
   *
   * @throws IOException when there is none of this name
   */
  List<String> texts(String name) throws IOException {
    return list(name, String.class, "texts");
  }

  /**
   * A list of texts; an empty one when there is nothing of this name, as in what an earlier program
   * has written.
   *
   * @throws IOException when there is something else
   */
  List<String> textsIfAny(String name) throws IOException {
    return fields.containsKey(name) ? texts(name) : List.of();
  }

  /**
   * Texts by their names; empty when there is nothing of this name.
   *
   * @throws IOException when it holds anything else
   */
  Map<String, String> textByNameIfAny(String name) throws IOException {
    JsonObject object = fields.containsKey(name) ? object(name, inner -> inner) : null;
    Map<String, String> texts = new TreeMap<>();
    if (object != null) {
      for (String key : object.fields.keySet()) {
        texts.put(key, object.text(key));
      }
    }
    return texts;
  }

  /**
   * A list of objects.
   *
   * @throws IOException when there is none of this name, or the reader throws it
   */
  <T> List<T> objects(String name, Reader<T> reader) throws IOException {
    List<T> list = new ArrayList<>();
    for (JsonObject object : list(name, JsonObject.class, "objects")) {
      list.add(reader.read(object));
    }
    return list;
  }

  private <T> List<T> list(String name, Class<T> type, String expected) throws IOException {
    List<T> list = new ArrayList<>();
    for (Object item : of(name, List.class, "a list of " + expected)) {
      if (!type.isInstance(item)) {
        throw new IOException("%s: found %s among %s".formatted(name, shown(item), expected));
      }
      list.add(type.cast(item));
    }
    return list;
  }

  private <T> T of(String name, Class<T> type, String expected) throws IOException {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      String found = fields.containsKey(name) ? shown(value) : "nothing";
      throw new IOException("%s: found %s, expected %s".formatted(name, found, expected));
    }
    return type.cast(value);
  }

  private static String shown(Object value) {
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }

  /** For messages. */
  @Override
  public String toString() {
    return fields.toString();
  }

  private static JsonObject object(JsonParser json) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return new JsonObject(fields);
  }

  private static List<Object> list(JsonParser json) throws IOException {
    List<Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json));
    }
    return list;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(json, "found " + json.currentToken());
    };
  }
}
