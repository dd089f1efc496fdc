package org.yarnp2p.input;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * How input files write paths: as on the command line of every Hadoop tool, that is, with a scheme
 * and without percent-encoding ({@code %20} is three characters).
 */
final class StorageUri {
  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

  private StorageUri() {}

  /** Whether the word begins as a URI does. */
  static boolean hasScheme(String word) {
    return SCHEME.matcher(word).matches();
  }

  /**
   * The URI of a path; a slash at its end is kept.
   *
   * @return empty when the word is not an absolute path with a scheme
   */
  static Optional<URI> parse(String word) {
    if (!hasScheme(word) || word.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    try {
      URI uri = new Path(word).toUri();
      String path = uri.getPath();
      if (uri.getScheme() == null || path == null || !path.startsWith("/")) {
        return Optional.empty();
      }
      return Optional.of(
          word.endsWith("/") && !path.endsWith("/")
              ? new URI(uri.getScheme(), uri.getAuthority(), path + "/", null, null)
              : uri);
    } catch (IllegalArgumentException | URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether the URI names a path of the host that looks at it. */
  static boolean isLocal(URI uri) {
    return "file".equalsIgnoreCase(uri.getScheme());
  }

  /** Whether a {@code file:} URI names a host, which {@code file://dir/name} does by mistake. */
  static boolean hasLocalHost(URI uri) {
    return isLocal(uri) && uri.getAuthority() != null && !uri.getAuthority().isEmpty();
  }

  /** The path of a URI, in the one form that equal paths have. */
  static Path path(URI uri) {
    // Path(URI) would keep a slash at the end.
    return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath());
  }
}
