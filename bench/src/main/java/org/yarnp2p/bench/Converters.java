package org.yarnp2p.bench;

import java.util.function.Function;
import org.yarnp2p.bench.figures.ByteSize;
import org.yarnp2p.bench.figures.SizeRange;
import org.yarnp2p.client.link.BitRate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class Converters {
  private Converters() {}

  /** A size such as {@code 128m}. */
  static final class Size implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
      return converted(ByteSize::parse, text);
    }
  }

  /** The size of something that is not empty. */
  static final class Content implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
      ByteSize size = converted(ByteSize::parse, text);
      if (size.bytes() == 0) {
        throw new TypeConversionException("found '" + text + "', expected 1 byte or more");
      }
      return size;
    }
  }

  /** Sizes such as {@code 4k-64k}. */
  static final class Range implements ITypeConverter<SizeRange> {
    @Override
    public SizeRange convert(String text) {
      return converted(SizeRange::parse, text);
    }
  }

  /** A rate such as {@code 100mbit}. */
  static final class Rate implements ITypeConverter<BitRate> {
    @Override
    public BitRate convert(String text) {
      return converted(BitRate::parse, text);
    }
  }

  private static <T> T converted(Function<String, T> parser, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    } catch (ArithmeticException e) {
      throw new TypeConversionException("found '" + text + "', which is too large");
    }
  }
}
