package org.yarnp2p.appmaster.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads what the tracker says of one file: {@code {"file1": [["digest", [1, 2]], ...]}}. */
final class TrackerMap {
  private static final JsonFactory JSON = new JsonFactory();

  private TrackerMap() {}

  /**
   * For each segment the ranks that hold it.
   *
   * @param json of one file, as {@link org.yarnp2p.protocol.TrackerProtocol#fileMap} describes it
   * @throws IOException when it is something else
   */
  static List<BitSet> holders(String json) throws IOException {
    List<BitSet> segments = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser, JsonToken.START_OBJECT);
      expect(parser, JsonToken.FIELD_NAME);
      expect(parser, JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        parser.nextToken(); // the digest, or null
        expect(parser, JsonToken.START_ARRAY);
        BitSet ranks = new BitSet();
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
          ranks.set(parser.getIntValue());
        }
        check(parser.currentToken(), JsonToken.END_ARRAY);
        segments.add(ranks);
        expect(parser, JsonToken.END_ARRAY);
      }
      check(parser.currentToken(), JsonToken.END_ARRAY);
    }
    return segments;
  }

  private static void expect(JsonParser parser, JsonToken token) throws IOException {
    check(parser.nextToken(), token);
  }

  private static void check(JsonToken found, JsonToken token) throws IOException {
    if (found != token) {
      throw new IOException("the tracker's map has " + found + " where " + token + " was expected");
    }
  }
}
