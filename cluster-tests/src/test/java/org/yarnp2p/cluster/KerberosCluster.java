package org.yarnp2p.cluster;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.submit.PromptCloses;
import org.yarnp2p.conf.P2pKeys;

/**
 * The embedded cluster with all that Hadoop has for its protection: Kerberos with a KDC of its own,
 * service authorization, encryption of IPC and of HDFS's data, ACLs of YARN.
 */
final class KerberosCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KerberosCluster.class);
  private static final Path HOME = Path.of("target", "kerberos").toAbsolutePath();
  private static final String SITE = "kerberos-site.xml";
  private static final int NODE_MEMORY_MB = 4 * 1024;

  /** Of all daemons: they share a JVM, which is logged in as one principal at a time. */
  private static final String DAEMON = "cluster/localhost";

  private static final String WEB = "HTTP/localhost";

  /**
   * A token that nobody renews ends after this, in ms: sooner than any job does. The
   * ResourceManager renews it when nine tenths of it are over.
   */
  static final long RENEWAL_MILLIS = 7000;

  private final MiniKdc kdc;
  private final EmbeddedCluster cluster;
  private final Configuration conf;

  private KerberosCluster(MiniKdc kdc, EmbeddedCluster cluster) throws IOException {
    this.kdc = kdc;
    this.cluster = cluster;
    conf = cluster.configuration();
    conf.set(P2pKeys.JOB_JAR, TestCluster.property("p2p.jar"));
    conf.setInt(P2pKeys.AM_HEAP_MB, 128);
    conf.setInt(P2pKeys.TRACKER_HEAP_MB, 128);
    conf.setInt(P2pKeys.PEER_HEAP_MB, 128);
    conf.set(P2pKeys.STATUS_INTERVAL, "100ms");
    PromptCloses.set(conf);
    // On a real node it is in /etc.
    conf.set(
        P2pKeys.CONTAINER_JAVA_OPTS,
        "-XX:TieredStopAtLevel=1 -Djava.security.krb5.conf=" + kdc.getKrb5conf());
  }

  static KerberosCluster start() throws Exception {
    FileUtil.fullyDelete(HOME.toFile());
    File kdcHome = Files.createDirectories(HOME.resolve("kdc")).toFile();
    MiniKdc kdc = new MiniKdc(MiniKdc.createConf(), kdcHome);
    kdc.start();
    File keytab = HOME.resolve("daemons.keytab").toFile();
    kdc.createPrincipal(keytab, DAEMON, WEB);
    // NodeManagers fetch files for containers with what is on the class path.
    Configuration.addDefaultResource(SITE);
    Configuration security = security(kdc.getRealm(), keytab);
    UserGroupInformation.setConfiguration(security);
    UserGroupInformation.loginUserFromKeytab(DAEMON + "@" + kdc.getRealm(), keytab.getPath());
    Files.createDirectories(HOME.resolve("tmp"));
    String classPath = TestCluster.property("p2p.hadoop.lib") + "/*," + TestCluster.testClasses();
    return new KerberosCluster(
        kdc, EmbeddedCluster.start(HOME, classPath, NODE_MEMORY_MB, security));
  }

  private static Configuration security(String realm, File keytab) {
    Configuration conf = new Configuration(false);
    conf.addResource(SITE);
    for (String key :
        List.of(
            DFSConfigKeys.DFS_NAMENODE_KERBEROS_PRINCIPAL_KEY,
            DFSConfigKeys.DFS_DATANODE_KERBEROS_PRINCIPAL_KEY,
            YarnConfiguration.RM_PRINCIPAL,
            YarnConfiguration.NM_PRINCIPAL)) {
      conf.set(key, DAEMON + "@" + realm);
    }
    for (String key :
        List.of(
            DFSConfigKeys.DFS_NAMENODE_KEYTAB_FILE_KEY,
            DFSConfigKeys.DFS_DATANODE_KEYTAB_FILE_KEY,
            DFSConfigKeys.DFS_WEB_AUTHENTICATION_KERBEROS_KEYTAB_KEY,
            YarnConfiguration.RM_KEYTAB,
            YarnConfiguration.NM_KEYTAB)) {
      conf.set(key, keytab.getPath());
    }
    conf.set(DFSConfigKeys.DFS_WEB_AUTHENTICATION_KERBEROS_PRINCIPAL_KEY, WEB + "@" + realm);
    conf.setBoolean(DFSConfigKeys.DFS_BLOCK_ACCESS_TOKEN_ENABLE_KEY, true);
    conf.setLong(DFSConfigKeys.DFS_NAMENODE_DELEGATION_TOKEN_RENEW_INTERVAL_KEY, RENEWAL_MILLIS);
    // The DataNode's web page would need certificates.
    conf.setBoolean("ignore.secure.ports.for.testing", true);
    conf.setBoolean(YarnConfiguration.YARN_ACL_ENABLE, true);
    conf.set(YarnConfiguration.YARN_ADMIN_ACL, "cluster");
    return conf;
  }

  /** What a client knows of the cluster; a copy. */
  Configuration configuration() {
    return new Configuration(conf);
  }

  /** A person with a keytab and a home directory in HDFS. */
  UserGroupInformation person(String name) throws Exception {
    File keytab = HOME.resolve(name + ".keytab").toFile();
    kdc.createPrincipal(keytab, name);
    org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/user", name);
    FileSystem fs = FileSystem.get(conf);
    fs.mkdirs(home);
    fs.setPermission(home, new FsPermission((short) 0700));
    fs.setOwner(home, name, name);
    return UserGroupInformation.loginUserFromKeytabAndReturnUGI(
        name + "@" + kdc.getRealm(), keytab.getPath());
  }

  /** Runs a command line as a person. */
  Outcome p2p(UserGroupInformation person, String... args) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
    int exitCode =
        person.doAs(
            (PrivilegedExceptionAction<Integer>) () -> P2p.run(configuration(), console, args));
    Outcome outcome = new Outcome(exitCode, out.toString(), err.toString());
    LOG.info("p2p {}: {}", String.join(" ", args), outcome);
    return outcome;
  }

  /** Names in a directory of HDFS; empty also when it does not exist. */
  List<String> names(String directory) throws Exception {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory);
    FileSystem fs = path.getFileSystem(conf);
    List<String> names = new ArrayList<>();
    if (fs.exists(path)) {
      Arrays.stream(fs.listStatus(path)).forEach(status -> names.add(status.getPath().getName()));
    }
    return names;
  }

  static Path newLocalDirectory(String name) throws Exception {
    return Files.createTempDirectory(HOME, name);
  }

  @Override
  public void close() {
    cluster.close();
    kdc.stop();
  }
}
