package org.yarnp2p.client.doctor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.client.submit.InstalledProgram;
import org.yarnp2p.client.submit.JobJar;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.storage.StorageTrouble;

/** What can be seen without the ResourceManager. */
final class ClientChecks {
  private static final int JAVA = 17;

  /** Staged files, directories, and what the ApplicationMaster writes there. */
  private static final int JOB_NAMES = 15;

  /** A small job takes fewer. */
  private static final int NAMES = 32;

  private static final FsPermission OWNER_ONLY = new FsPermission((short) 0700);

  private final Configuration conf;

  ClientChecks(Configuration conf) {
    this.conf = conf;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java(Runtime.version().feature()));
    findings.addAll(program());
    findings.add(sizes());
    findings.add(user());
    findings.add(fileSystem());
    findings.add(staging());
    findings.add(targetRoots());
    findings.addAll(TokenCheck.of(conf));
    return findings;
  }

  static Finding java(int version) {
    String found = "Java " + version + " runs this command";
    return version >= JAVA
        ? Finding.ok("Java here", found)
        : Finding.fail("Java here", found, "set JAVA_HOME to a JDK, " + JAVA + " or later");
  }

  private List<Finding> program() {
    try {
      java.nio.file.Path jar = JobJar.find(conf);
      return List.of(Finding.ok("p2p.jar", jar.toString()), installed(jar));
    } catch (UsageException e) {
      return List.of(
          Finding.fail("p2p.jar", e.getMessage(), "run it with 'yarn jar p2p.jar doctor'"));
    }
  }

  private Finding installed(java.nio.file.Path jar) {
    String what = "installed program";
    try {
      Optional<Path> directory = InstalledProgram.directory(conf);
      if (directory.isEmpty()) {
        return Finding.ok(
            what, "none: jobs bring p2p.jar; with 'p2p install' containers start sooner");
      }
      Optional<Path> program = InstalledProgram.latest(conf, jar);
      return program.isPresent()
          ? Finding.ok(what, program.get().toString())
          : Finding.warn(
              what,
              "none of this p2p.jar in " + directory.get() + ": jobs bring their own",
              "run 'p2p install'");
    } catch (IOException | RuntimeException e) {
      return Finding.fail(
          what, Reason.of(e), remedy(e, "set p2p.job.programs to a directory that jobs can read"));
    }
  }

  private Finding sizes() {
    try {
      ContainerSizes.of(conf);
      return Finding.ok("container sizes", "heaps fit into their containers");
    } catch (UsageException e) {
      return Finding.fail("container sizes", e.getMessage(), "change it in p2p-site.xml");
    }
  }

  private Finding targetRoots() {
    String what = "target roots";
    String remedy = "set p2p.target.roots in p2p-site.xml to the directories that may be filled";
    try {
      return TargetRoots.of(conf).isEmpty()
          ? Finding.warn(
              what, "p2p.target.roots is empty: all but the system's directories", remedy)
          : Finding.ok(what, P2pConf.text(conf, P2pKeys.TARGET_ROOTS));
    } catch (IllegalArgumentException e) {
      return Finding.fail(what, e.getMessage(), remedy);
    }
  }

  private static Finding user() {
    try {
      UserGroupInformation user = UserGroupInformation.getCurrentUser();
      if (!UserGroupInformation.isSecurityEnabled()) {
        return Finding.ok("user", user.getShortUserName() + ", no Kerberos");
      }
      return user.hasKerberosCredentials()
          ? Finding.ok("user", user.getUserName() + ", with Kerberos credentials")
          : Finding.fail("user", user.getUserName() + " has no Kerberos credentials", "run kinit");
    } catch (IOException e) {
      return Finding.fail("user", Reason.of(e), "check krb5.conf and core-site.xml");
    }
  }

  private Finding fileSystem() {
    String name = FileSystem.getDefaultUri(conf).toString();
    if (name.startsWith("file:")) {
      return Finding.warn(
          "default file system",
          name + ", which only this host has",
          "set HADOOP_CONF_DIR to the cluster's configuration");
    }
    try {
      FileSystem.get(conf).getFileStatus(new Path("/"));
      return Finding.ok("default file system", name + " answers");
    } catch (IOException | RuntimeException e) {
      return Finding.fail(
          "default file system",
          name + ": " + Reason.of(e),
          "check core-site.xml and the NameNode");
    }
  }

  /**
   * Makes a directory with a file there and removes it. HDFS without DataNodes, or with a quota of
   * space that is used up, makes directories still.
   */
  private Finding staging() {
    String what = "staging directory";
    String remedy = "set p2p.staging.dir to a directory that you may write to";
    try {
      Path root = Staging.root(conf);
      FileSystem fs = root.getFileSystem(conf);
      boolean made = !fs.exists(root);
      Path probe = new Path(root, "doctor-" + UUID.randomUUID());
      try {
        if (!fs.mkdirs(probe, OWNER_ONLY)) {
          return Finding.fail(what, probe + " cannot be made", remedy);
        }
        try (OutputStream file = fs.create(new Path(probe, "file"))) {
          file.write(1);
        }
        int names = room(fs, probe);
        if (names < NAMES) {
          return Finding.warn(
              what,
              root + " has room for " + (names + 2) + " names only (quota)",
              "a job takes about "
                  + JOB_NAMES
                  + " there, and one for each peer of a 'run': raise the quota (hdfs dfsadmin"
                  + " -setQuota), or free some of it ('p2p clean')");
        }
      } finally {
        fs.delete(probe, true);
        if (made) {
          fs.delete(root, false);
        }
      }
      return Finding.ok(what, root + " can be written to");
    } catch (IOException | RuntimeException e) {
      return Finding.fail(what, Reason.of(e), remedy(e, remedy));
    }
  }

  /** How many more names there is room for, as far as that is of interest. */
  private static int room(FileSystem fs, Path probe) throws IOException {
    for (int names = 0; names < NAMES; names++) {
      try {
        fs.mkdirs(new Path(probe, "name-" + names), OWNER_ONLY);
      } catch (IOException e) {
        if (StorageTrouble.isQuota(e)) {
          return names;
        }
        throw e;
      }
    }
    return NAMES;
  }

  /** Another directory does not help while the file system is away, and need not for a quota. */
  private static String remedy(Exception failure, String otherwise) {
    if (StorageTrouble.isQuota(failure)) {
      return "raise its quota (hdfs dfsadmin -setQuota, -setSpaceQuota), free some of it, or "
          + otherwise;
    }
    return StorageTrouble.temporary(failure)
        .map(outage -> "its file system " + outage + ": look after that, then run this again")
        .orElse(otherwise);
  }
}
