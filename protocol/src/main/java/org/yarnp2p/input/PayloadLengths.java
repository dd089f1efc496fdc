package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.yarnp2p.input.FileTable.Entry;
import org.yarnp2p.input.FileTable.Holder;
import org.yarnp2p.input.OwnedFile.Payload;

/** How long one file is at the ranks that hold it by URI, as far as this host sees. */
final class PayloadLengths {
  private final List<Length> known = new ArrayList<>();
  private final boolean complete;
  private Length longest;

  /**
   * One holder's length.
   *
   * @param bytes that it holds
   */
  record Length(Holder holder, long bytes) {}

  /**
   * @param stored what stands behind the URIs that this host sees
   */
  PayloadLengths(Entry file, Map<URI, StoredFile> stored) {
    boolean allSeen = true;
    for (Holder holder : Stream.concat(file.origin().stream(), file.holders().stream()).toList()) {
      if (holder.owned() instanceof Payload payload) {
        StoredFile seen = stored.get(payload.uri());
        if (seen == null) {
          allSeen = false;
        } else {
          add(new Length(holder, seen.length()));
        }
      }
    }
    complete = allSeen;
    if (file.origin().isPresent()) {
      // An origin is the whole file, whatever others hold.
      longest = known.stream().filter(PayloadLengths::isOrigin).findFirst().orElse(null);
    }
  }

  private void add(Length length) {
    known.add(length);
    if (longest == null || length.bytes() > longest.bytes()) {
      longest = length;
    }
  }

  private static boolean isOrigin(Length length) {
    return !length.holder().rank().isPeer();
  }

  /** The origin, or the holder of most bytes; empty when no length can be compared. */
  Optional<Length> longest() {
    return Optional.ofNullable(longest);
  }

  /** The length of the file in bytes, if it is certain. */
  OptionalLong ofFile() {
    boolean certain = longest != null && (complete || isOrigin(longest));
    return certain ? OptionalLong.of(longest.bytes()) : OptionalLong.empty();
  }

  /** The lengths that this host sees; that of the origin first, the others by rank. */
  List<Length> known() {
    return Collections.unmodifiableList(known);
  }
}
