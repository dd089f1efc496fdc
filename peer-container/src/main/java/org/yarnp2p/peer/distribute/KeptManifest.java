package org.yarnp2p.peer.distribute;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.Origin;
import org.yarnp2p.model.Digest;
import org.yarnp2p.peer.store.DiskReason;

/**
 * What distributions have put below a target, kept there as a JSON file. Immutable.
 *
 * @param version of this schema, {@link #VERSION}
 * @param files that have arrived, in the order of their names
 * @param parts of files that had not arrived when this was written
 * @param directories that distributions have made, in the order of their names
 */
record KeptManifest(
    int version, List<KeptFile> files, List<KeptPart> parts, List<String> directories) {
  /** The version that this program writes and reads. */
  static final int VERSION = 1;

  /** Name of the file, in the target directory. */
  static final String NAME = ".p2p-distribution.json";

  /** Of no file: one that is said to have it is hashed, not believed. */
  static final long NO_TIME = Long.MIN_VALUE;

  /** Name of the next one while it is written. */
  static final String NEXT = NAME + ".next";

  private static final Logger LOG = LoggerFactory.getLogger(KeptManifest.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * A file that has arrived.
   *
   * @param name below the target, with {@code /} between names
   * @param origin what it was a copy of
   * @param modificationTime of the copy when it had arrived, in ms since the epoch
   * @param segmentSize in bytes, of all segments but the last
   * @param digests of the segments, hexadecimal SHA-256
   * @param boot id of the start of the host in which it arrived, as long as that is the last one:
   *     its bytes may be on the disk or not; empty afterwards, and where it is not known
   */
  record KeptFile(
      String name,
      Origin origin,
      long modificationTime,
      int segmentSize,
      List<String> digests,
      String boot) {
    KeptFile {
      mustBePlain(name);
      Objects.requireNonNull(origin, "origin");
      digests = List.copyOf(digests);
      digests.forEach(KeptManifest::digest);
      boot = Objects.requireNonNullElse(boot, ""); // by an earlier version of this program
    }

    /** The same, and not to be believed. */
    KeptFile doubted() {
      return new KeptFile(name, origin, NO_TIME, segmentSize, digests, boot);
    }
  }

  /**
   * A file on its way.
   *
   * @param name below the target, with {@code /} between names
   * @param part below the target: where its segments are
   * @param origin what it was to be a copy of
   * @param segmentSize in bytes, of all segments but the last
   * @param digests of the segments, hexadecimal SHA-256; empty for one that was not there
   */
  record KeptPart(String name, String part, Origin origin, int segmentSize, List<String> digests) {
    KeptPart {
      mustBePlain(name);
      mustBePlain(part);
      Objects.requireNonNull(origin, "origin");
      digests = List.copyOf(digests);
      digests.stream().filter(hex -> !hex.isEmpty()).forEach(KeptManifest::digest);
    }

    /** The same under another name. */
    KeptPart at(String now) {
      return new KeptPart(name, now, origin, segmentSize, digests);
    }
  }

  /**
   * @throws IllegalArgumentException when the version is another, or a name leads out of a target
   */
  KeptManifest {
    if (version != VERSION) {
      throw new IllegalArgumentException("it has version " + version + ", expected " + VERSION);
    }
    files = List.copyOf(files);
    parts = List.copyOf(parts);
    directories = List.copyOf(directories);
    directories.forEach(KeptManifest::mustBePlain);
  }

  /** What this program has written has such names only. */
  private static void mustBePlain(String name) {
    Objects.requireNonNull(name, "a name");
    TargetTree.objection(name)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("it lists '" + name + "': " + why);
            });
  }

  /**
   * A digest as it is recorded.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Digest digest(String hex) {
    return Digest.copyOf(HexFormat.of().parseHex(hex));
  }

  /** Of a target that no distribution has used. */
  static KeptManifest none() {
    return new KeptManifest(VERSION, List.of(), List.of(), List.of());
  }

  /**
   * Reads the manifest of a target, if there is one.
   *
   * @throws IOException when it cannot be read; names the file and says what to do
   */
  static KeptManifest read(Path target) throws IOException {
    Path file = target.resolve(NAME);
    byte[] json;
    try {
      mustBeRegular(file);
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        json = in.readAllBytes();
      }
    } catch (NoSuchFileException e) {
      return none();
    } catch (AccessDeniedException e) {
      throw unreadable(file, "permission denied", e);
    }
    if (isBlank(json)) {
      LOG.warn(
          "{} is blank, as a power failure may leave a file; everything is fetched again", file);
      return none();
    }
    return parse(json, file);
  }

  private static boolean isBlank(byte[] bytes) {
    return IntStream.range(0, bytes.length).allMatch(at -> bytes[at] == 0);
  }

  /** Reading a pipe would never end. */
  private static void mustBeRegular(Path file) throws IOException {
    BasicFileAttributes is =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!is.isRegularFile()) {
      String what =
          is.isSymbolicLink() ? "a link" : is.isDirectory() ? "a directory" : "no regular file";
      throw unreadable(file, "it is " + what, null);
    }
  }

  /** Reads the content of the manifest file, as {@link #read}. */
  static KeptManifest parse(byte[] json, Path file) throws IOException {
    try {
      KeptManifest manifest = MAPPER.readValue(json, KeptManifest.class);
      if (manifest == null) {
        throw unreadable(file, "it holds null", null);
      }
      return manifest;
    } catch (JsonProcessingException e) {
      String why =
          e.getCause() instanceof IllegalArgumentException wrong
              ? wrong.getMessage()
              : e.getOriginalMessage();
      throw unreadable(file, why + at(e.getLocation()), e);
    }
  }

  private static String at(JsonLocation place) {
    return place == null
        ? ""
        : ", before column " + place.getColumnNr() + " of line " + place.getLineNr();
  }

  private static IOException unreadable(Path file, String why, IOException cause) {
    return new UnfitNodeException(
        "%s is not a manifest that this program can read (%s); remove it to have everything fetched again"
            .formatted(file, why),
        cause);
  }

  /**
   * Replaces the manifest of a target in one step.
   *
   * @throws IOException when it cannot be written; names the file and says what to do
   */
  void write(Path target) throws IOException {
    Path file = target.resolve(NAME);
    Path next = target.resolve(NEXT);
    try {
      // In a directory that others may write to, a link could lead to any file of the job's user.
      Files.deleteIfExists(next);
      Files.write(
          next,
          MAPPER.writeValueAsBytes(this),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteHalf(next, e);
      throw new IOException(
          "the manifest %s cannot be written: %s; %s"
              .formatted(file, DiskReason.of(e, file), DiskReason.remedy(e)),
          e);
    }
  }

  private static void deleteHalf(Path next, IOException why) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException onTop) {
      why.addSuppressed(onTop);
    }
  }
}
