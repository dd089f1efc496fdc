package org.yarnp2p.input;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.yarnp2p.model.Rank;

/** Makes up input files without mistakes, and writes them in all the ways that are allowed. */
final class RandomInput {
  private static final String[] LETTERS = {
    "a", "B", "7", "-", "_", ".", "%", "#", "?", "'", "\"", "\\", "ß", "図", "🜚", "*", "{"
  };
  private static final String[] TARGETS = {
    "hdfs:///d/", "file:///", "s3a://bucket/x/y/", "viewfs:/a"
  };

  private final Random random;

  RandomInput(long seed) {
    random = new Random(seed);
  }

  /** The content of a file, whose lines are not known yet. */
  InputFile next() {
    List<OwnedFile> owned = new ArrayList<>();
    for (String name : names()) {
      owned.add(
          random.nextInt(3) == 0
              ? new OwnedFile.Payload(name, 1, URI.create("hdfs://nn:8020/x/" + random.nextInt(9)))
              : new OwnedFile.Inline(name, 1, segments()));
    }
    List<WantedFile> wanted = new ArrayList<>();
    for (String name : names()) {
      Optional<URI> target = Optional.empty();
      if (random.nextBoolean()) {
        target = Optional.of(URI.create(TARGETS[random.nextInt(TARGETS.length)]));
      }
      wanted.add(new WantedFile(name, 1, target));
    }
    return new InputFile(Rank.peer(1), owned, wanted);
  }

  /** A file with that content. */
  byte[] write(InputFile input) {
    StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\ufeff" : "");
    line(text, blanks(0) + input.owned().size());
    for (OwnedFile owned : input.owned()) {
      if (owned instanceof OwnedFile.Inline inline) {
        line(text, inline.name() + blanks(1) + inline.segments().size());
        for (byte[] segment : inline.segments()) {
          line(text, new String(segment, StandardCharsets.UTF_8));
        }
      } else if (owned instanceof OwnedFile.Payload payload) {
        line(text, blanks(0) + payload.name() + blanks(1) + text(payload.uri()));
      }
    }
    line(text, blanks(0) + input.wanted().size());
    for (WantedFile wanted : input.wanted()) {
      line(
          text,
          blanks(0) + wanted.name() + wanted.target().map(uri -> blanks(1) + text(uri)).orElse(""));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      line(text, "");
    }
    if (random.nextInt(4) == 0) {
      text.setLength(text.length() - 1);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A URI as input files have it: without percent-encoding. */
  static String text(URI uri) {
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    return uri.getScheme() + "://" + authority + uri.getPath();
  }

  /** The bytes with a few changes at random places. */
  byte[] mutate(byte[] content) {
    byte[] mutant = content.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && mutant.length > 0; i--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] = (byte) "\n \r/:-019".charAt(random.nextInt(9));
        case 2 -> mutant = splice(mutant, at, new byte[0], Math.min(mutant.length, at + 1));
        case 3 -> mutant = splice(mutant, at, mutant, random.nextInt(mutant.length));
        default -> mutant = splice(mutant, at, new byte[0], mutant.length);
      }
    }
    return mutant;
  }

  private static byte[] splice(byte[] content, int at, byte[] middle, int from) {
    byte[] result = new byte[at + middle.length + content.length - from];
    System.arraycopy(content, 0, result, 0, at);
    System.arraycopy(middle, 0, result, at, middle.length);
    System.arraycopy(content, from, result, at + middle.length, content.length - from);
    return result;
  }

  private List<byte[]> segments() {
    List<byte[]> segments = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String segment = random.nextInt(4) == 0 ? "12" : blanks(0) + word() + blanks(0) + word();
      segments.add(segment.getBytes(StandardCharsets.UTF_8));
    }
    return segments;
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String name = word();
      if (!name.equals(".") && !name.equals("..")) {
        names.add(name);
      }
    }
    return names;
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      word.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return word.toString();
  }

  private String blanks(int least) {
    String blanks = random.nextInt(4) == 0 ? " \t" : "";
    return " ".repeat(least) + blanks;
  }

  private void line(StringBuilder text, String content) {
    text.append(content)
        .append(random.nextInt(6) == 0 ? " \t " : "")
        .append(random.nextInt(6) == 0 ? "\r\n" : "\n");
  }
}
