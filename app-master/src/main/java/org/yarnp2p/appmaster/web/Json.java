package org.yarnp2p.appmaster.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * This room's records as JSON that no browser takes for anything else, wherever it stands: the
 * characters that mean something in HTML are written as escapes, so that no name can end a script
 * element or begin a comment.
 */
final class Json {
  private static final ObjectWriter WRITER = writer();

  private Json() {}

  private static ObjectWriter writer() {
    JsonMapper mapper = JsonMapper.builder().build();
    mapper.getFactory().setCharacterEscapes(new Harmless());
    return mapper.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  static String of(Object value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this room's records have a JSON form", e);
    }
  }

  private static final class Harmless extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final String MEANING = "<>&'";

    private final int[] ascii = standardAsciiEscapesForJSON();

    Harmless() {
      MEANING.chars().forEach(c -> ascii[c] = ESCAPE_STANDARD);
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    /** The two ends of line that JSON allows in a text and older JavaScript does not. */
    @Override
    public SerializableString getEscapeSequence(int character) {
      return character == 0x2028 || character == 0x2029
          ? new SerializedString(String.format("\\u%04x", character))
          : null;
    }
  }
}
