package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

class JavaCommandTest {
  private final Configuration conf = P2pConf.create();

  @Test
  void theShellLineWorksWithAndWithoutJavaHomeAndLogsWhereYarnWants() {
    conf.setInt(P2pKeys.PEER_MEMORY_MB, 1024);
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).shellLine())
        .isEqualTo(
            "${JAVA_HOME:+$JAVA_HOME/bin/}java <ADD_OPENS> -Djava.io.tmpdir=$PWD/./tmp"
                + " -Xmx768m -Xms288m -XX:NewSize=96m"
                + " -XX:MaxDirectMemorySize=128m -XX:CompressedClassSpaceSize=64m"
                + " -XX:ReservedCodeCacheSize=64m -XX:MetaspaceSize=64m"
                + " -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
                + " -XX:-C1UpdateMethodData"
                + " -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
                + " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
                + " -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,"
                + "sun.security.provider.DigestBase::engineUpdate,0.001"
                + " -XX:CompileCommand=CompileThresholdScaling,"
                + "sun.security.provider.DigestBase::implCompressMultiBlock,0.001"
                + " -XX:CompileCommand=CompileThresholdScaling,"
                + "sun.security.provider.DigestBase::implCompressMultiBlock0,0.001"
                + " -XX:Tier3InvocationThreshold=40 -XX:Tier3MinInvocationThreshold=20"
                + " -XX:Tier3CompileThreshold=400"
                + " -XX:+UseSerialGC"
                + " -XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr -Dfile.encoding=UTF-8"
                + " -Dp2p.log.dir=<LOG_DIR>"
                + " -Dlog4j.configuratorClass=org.yarnp2p.container.ContainerLog"
                + " -Dlog4j.ignoreTCL=true"
                + " -Dlog4j.configuration=org/yarnp2p/container/ContainerLog.class"
                + " org.yarnp2p.peer.PeerContainer 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr");
  }

  @Test
  void eachKindHasItsOwnSizeAndProgram() {
    conf.setInt(P2pKeys.AM_HEAP_MB, 301);
    conf.setInt(P2pKeys.TRACKER_HEAP_MB, 302);
    conf.setInt(P2pKeys.PEER_HEAP_MB, 303);
    assertThat(JavaCommand.of(ContainerKind.APPLICATION_MASTER, conf).words("java", "/logs"))
        .contains("-Xmx301m", "-XX:TieredStopAtLevel=1")
        .noneMatch(word -> word.contains("Threshold"))
        .endsWith("org.yarnp2p.appmaster.ApplicationMaster");
    assertThat(JavaCommand.of(ContainerKind.TRACKER, conf).words("java", "/logs"))
        .contains("-Xmx302m", "-XX:-C1UpdateMethodData")
        .noneMatch(word -> word.contains("Tier3") || word.contains("CompileCommand"))
        .endsWith("org.yarnp2p.tracker.TrackerContainer");
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).words("java", "/logs"))
        .contains("-Xmx303m", "-Dp2p.log.dir=/logs")
        .startsWith("java", "--add-opens=java.base/java.lang=ALL-UNNAMED")
        .endsWith("org.yarnp2p.peer.PeerContainer");
  }

  @Test
  void theOperatorsOptionsComeLastAndMayChooseACollector() {
    conf.set(P2pKeys.CONTAINER_JAVA_OPTS, "  -XX:+UseParallelGC   -Xlog:gc ");
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).words("java", "/logs"))
        .doesNotContain("-XX:+UseSerialGC")
        .containsSubsequence(
            "-Dfile.encoding=UTF-8",
            "-XX:+UseParallelGC",
            "-Xlog:gc",
            "org.yarnp2p.peer.PeerContainer");
  }

  @Test
  void theOperatorsOwnLoggingReplacesThatOfContainers() {
    conf.set(P2pKeys.CONTAINER_JAVA_OPTS, "-Dlog4j.configuration=file:/etc/p2p/log4j.properties");
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).words("java", "/logs"))
        .contains("-Dp2p.log.dir=/logs", "-Dlog4j.configuration=file:/etc/p2p/log4j.properties")
        .noneMatch(word -> word.contains("ContainerLog"));
  }

  @Test
  void aClassArchiveIsUsedWhereItIsThere(@TempDir Path directory) throws Exception {
    Path archive = Files.createFile(directory.resolve("p2p.jsa"));
    conf.set(P2pKeys.CLASS_ARCHIVE, archive.toString());
    JavaCommand command = JavaCommand.of(ContainerKind.PEER, conf);
    assertThat(command.words("java", "/logs")).contains("-XX:SharedArchiveFile=" + archive);
    Files.delete(archive);
    assertThat(command.words("java", "/logs")).noneMatch(word -> word.contains("SharedArchive"));
  }

  @Test
  void anInstalledProgramSaysWhatElseTheCommandNeeds() {
    conf.set(P2pKeys.PROGRAM, "hdfs://nn/apps/p2p-1-2.tar.gz");
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).shellLine())
        .contains(" $(sh program/options) org.yarnp2p.peer.PeerContainer ");
  }

  @Test
  void theJvmListsTheClassesThatItLoadsWhereTheyAreWanted() {
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).shellLine())
        .doesNotContain("DumpLoadedClassList");
    conf.set(P2pKeys.CLASS_LIST, "hdfs://nn/lists");
    assertThat(JavaCommand.of(ContainerKind.PEER, conf).shellLine())
        .contains(" -XX:DumpLoadedClassList=classes.lst org.yarnp2p.peer.PeerContainer ");
  }

  @Test
  void aHeapThatDoesNotFitIntoTheContainerIsRefused() {
    conf.setInt(P2pKeys.PEER_MEMORY_MB, 512);
    conf.setInt(P2pKeys.PEER_HEAP_MB, 512);
    assertThatThrownBy(() -> JavaCommand.of(ContainerKind.PEER, conf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(P2pKeys.PEER_HEAP_MB)
        .hasMessageContaining(P2pKeys.PEER_MEMORY_MB);
  }
}
