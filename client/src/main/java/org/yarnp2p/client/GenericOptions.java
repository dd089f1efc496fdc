package org.yarnp2p.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.GenericOptionsParser;

/**
 * The options that every Hadoop tool takes, found wherever they stand on the command line, before
 * or after the verb. Their meaning is left to {@link GenericOptionsParser}, which by itself reads
 * them at the beginning only.
 *
 * @param generic options and values, for Hadoop's parser
 * @param own the rest of the command line in its order
 */
record GenericOptions(List<String> generic, List<String> own) {
  private static final Set<String> NAMES =
      Set.of("-D", "-conf", "-fs", "-jt", "-files", "-libjars", "-archives", "-tokenCacheFile");

  /** What a configuration file consists of. */
  private static final String ROOT = "configuration";

  /** Copies the lists. */
  GenericOptions {
    generic = List.copyOf(generic);
    own = List.copyOf(own);
  }

  /** The section of a help page. */
  static List<String> help() {
    return List.of(
        "Generic options of Hadoop, before or after the verb:",
        "  -D <property=value>          use value for the given property",
        "  -conf <configuration file>   read this configuration file too",
        "  -fs <file:///|hdfs://namenode:port>",
        "                               the default file system",
        "  -jt <resourcemanager:port>   the ResourceManager",
        "  -files, -libjars, -archives <path,...>, -tokenCacheFile <file>",
        "                               as elsewhere, but seen by the client only",
        "");
  }

  /**
   * Sorts a command line into both kinds.
   *
   * @throws UsageException when an option has no value or a {@code -D} no equals sign
   */
  static GenericOptions split(String... args) throws UsageException {
    List<String> generic = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (NAMES.contains(arg)) {
        if (i + 1 == args.length || NAMES.contains(args[i + 1]) || args[i + 1].isBlank()) {
          throw new UsageException(arg + " needs a value");
        }
        i++;
        generic.addAll(List.of(arg, checked(arg, args[i])));
      } else if (arg.startsWith("-D")) {
        generic.addAll(List.of("-D", checked("-D", arg.substring(2))));
      } else {
        own.add(arg);
      }
    }
    return new GenericOptions(generic, own);
  }

  private static String checked(String option, String value) throws UsageException {
    if (option.equals("-D") && value.indexOf('=') < 1) {
      throw new UsageException("-D: found '" + value + "', expected PROPERTY=VALUE");
    }
    if (option.equals("-conf") && !isReadable(value)) {
      // Hadoop would go on without it.
      throw new UsageException("-conf: cannot read a file " + value);
    }
    return value;
  }

  private static boolean isReadable(String file) {
    try {
      return Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file));
    } catch (InvalidPathException e) {
      return false; // with letters that the locale lacks
    }
  }

  /** Hadoop's message does not always name the file. */
  private static void mustBeConfiguration(String file) throws UsageException {
    Configuration alone = new Configuration(false);
    alone.addResource(new org.apache.hadoop.fs.Path(Path.of(file).toUri()));
    try {
      alone.size();
    } catch (RuntimeException e) {
      throw new UsageException("-conf " + file + " is no configuration file: " + reason(e));
    }
    // Hadoop takes whatever is not in such an element for nothing.
    String root = root(file);
    if (!root.equals(ROOT)) {
      throw new UsageException(
          "-conf %s is no configuration file: found <%s>, expected <%s>"
              .formatted(file, root, ROOT));
    }
  }

  /** The name of the element around all of an XML file that can be read. */
  private static String root(String file) throws UsageException {
    XMLInputFactory parsers = XMLInputFactory.newFactory();
    parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      XMLStreamReader parser = parsers.createXMLStreamReader(in);
      while (!parser.isStartElement()) {
        parser.next();
      }
      return parser.getLocalName();
    } catch (IOException | XMLStreamException e) {
      throw new UsageException("-conf: cannot read " + file + ": " + Reason.of(e));
    }
  }

  /** The parser's words, without its name, which is in those of Hadoop around it. */
  private static String reason(RuntimeException e) {
    return e.getCause() instanceof XMLStreamException parser
        ? Reason.of(parser) + place(parser.getLocation())
        : Reason.of(e);
  }

  private static String place(Location location) {
    return location == null ? "" : ", line " + location.getLineNumber();
  }

  /**
   * Applies the options to a configuration.
   *
   * @throws UsageException when a file they name is not there or cannot be read
   */
  void applyTo(Configuration conf) throws UsageException {
    if (generic.isEmpty()) {
      return;
    }
    for (int i = 0; i + 1 < generic.size(); i += 2) {
      if (generic.get(i).equals("-conf")) {
        mustBeConfiguration(generic.get(i + 1));
      }
    }
    try {
      if (!new GenericOptionsParser(conf, generic.toArray(String[]::new)).isParseSuccessful()) {
        throw new UsageException("the generic options cannot be read");
      }
      // Resources are read at the first question; a mistake in one shall show here.
      conf.size();
    } catch (FileNotFoundException e) {
      throw new UsageException(e.getMessage());
    } catch (IOException | RuntimeException e) {
      throw new UsageException(
          "the generic options cannot be used: " + e.getMessage().replaceAll("\\s+", " "));
    }
  }
}
