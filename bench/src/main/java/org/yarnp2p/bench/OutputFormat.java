package org.yarnp2p.bench;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The shape of a result. */
enum OutputFormat {
  /** A table for people. */
  TEXT,
  /** One JSON document. */
  JSON;

  /** Reads the value of {@code --format}. */
  static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default -> throw new TypeConversionException("found '" + text + "', expected text or json");
      };
    }
  }
}
