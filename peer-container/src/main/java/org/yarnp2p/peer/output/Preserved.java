package org.yarnp2p.peer.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.yarnp2p.job.Distribution.Attributes;

/** Gives files and directories the attributes that they have at the source. */
public final class Preserved {
  private static final PosixFilePermission[] LOWEST_BIT_FIRST = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private Preserved() {}

  /**
   * Sets what differs: permissions, without the bits for set-user, set-group and sticky, and time.
   */
  public static void apply(Attributes attributes, Path path) throws IOException {
    Set<PosixFilePermission> permissions = permissions(attributes.permission());
    if (!Files.getPosixFilePermissions(path).equals(permissions)) {
      Files.setPosixFilePermissions(path, permissions);
    }
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    if (now.lastModifiedTime().toMillis() != attributes.modificationTime()) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(attributes.modificationTime()));
    }
  }

  private static Set<PosixFilePermission> permissions(int bits) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < LOWEST_BIT_FIRST.length; i++) {
      if ((bits >> i & 1) == 1) {
        permissions.add(LOWEST_BIT_FIRST[i]);
      }
    }
    return permissions;
  }
}
