package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.yarnp2p.input.LocalFiles;

/**
 * Whether source files can be read, so that a job does not find out when it is late. A NameNode is
 * asked only about files whose listed permission leaves that open: one call for every file of a
 * large tree would be dear.
 */
final class SourceAccess {
  private final String user;
  private final Set<String> groups;

  /**
   * @param user short name
   * @param groups as this host knows them
   */
  SourceAccess(String user, Set<String> groups) {
    this.user = user;
    this.groups = Set.copyOf(groups);
  }

  /** Of the user of this process. */
  static SourceAccess ofCurrentUser() throws IOException {
    UserGroupInformation current = UserGroupInformation.getCurrentUser();
    return new SourceAccess(current.getShortUserName(), current.getGroupsSet());
  }

  /**
   * Why a file cannot be read; empty when it can.
   *
   * @throws IOException when the file system does not say
   */
  Optional<String> objection(FileSystem fs, FileStatus file) throws IOException {
    return mayRead(fs, file) ? Optional.empty() : Optional.of(denied(fs, file));
  }

  private boolean mayRead(FileSystem fs, FileStatus file) throws IOException {
    if (LocalFiles.isLocal(fs)) {
      return Files.isReadable(LocalFiles.path(fs, file.getPath())); // root needs no permission bits
    }
    if (isClear(file)) {
      return true;
    }
    try {
      fs.access(file.getPath(), FsAction.READ);
      return true;
    } catch (AccessControlException | AccessDeniedException e) {
      return false;
    }
  }

  /** Whether the status alone says that the user may read, by the rule of POSIX. */
  private boolean isClear(FileStatus file) {
    if (file.hasAcl()) {
      return false;
    }
    FsPermission permission = file.getPermission();
    FsAction action = permission.getOtherAction();
    if (user.equals(file.getOwner())) {
      action = permission.getUserAction();
    } else if (groups.contains(file.getGroup())) {
      action = permission.getGroupAction();
    }
    return action.implies(FsAction.READ);
  }

  private String denied(FileSystem fs, FileStatus file) {
    Path path = fs.makeQualified(file.getPath());
    return "%s cannot be read by %s: it is %s of %s:%s; let that user read it"
        .formatted(path, user, file.getPermission(), file.getOwner(), file.getGroup());
  }
}
