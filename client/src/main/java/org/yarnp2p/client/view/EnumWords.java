package org.yarnp2p.client.view;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The values of an option as people write them: in lower case, though upper case is read too. For
 * the option's converter, and for what a shell completes.
 *
 * @param <E> what the option is in the program
 */
public abstract class EnumWords<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final Class<E> type;

  /**
   * @param type of the values
   */
  protected EnumWords(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String text) {
    return Stream.of(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "found '" + text + "', expected " + String.join(" or ", this)));
  }

  @Override
  public Iterator<String> iterator() {
    return Stream.of(type.getEnumConstants())
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .iterator();
  }
}
