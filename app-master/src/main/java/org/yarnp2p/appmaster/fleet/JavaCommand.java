package org.yarnp2p.appmaster.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.ClassList;
import org.yarnp2p.container.ContainerLog;
import org.yarnp2p.job.JobFiles;

/**
 * The java command of a container.
 *
 * @param kind what it runs
 * @param heapMb most Java heap, MiB
 * @param directMb most direct buffers, MiB
 * @param classArchive a file of loaded classes, for a process of this host; empty: none
 * @param installed whether a container finds an installed program in its working directory
 * @param furtherOptions of the operator, after the others
 */
record JavaCommand(
    ContainerKind kind,
    int heapMb,
    int directMb,
    String classArchive,
    boolean installed,
    List<String> furtherOptions) {
  private static final int LEAST_DIRECT_MB = 32;

  /**
   * Where objects are made, to begin with: much less than the JVM's own choice, which is a part of
   * the host's memory. Memory that is used again costs nothing, and fresh memory much, above all on
   * a virtual machine.
   */
  private static final int LEAST_YOUNG_MB = 16;

  private static final int YOUNG_PART = 8;

  /** The whole heap to begin with, in sizes of its young part. */
  private static final int BEGIN_WITH_YOUNG = 3;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern CHOICE_OF_COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC");

  /** What a NodeManager puts for {@link ApplicationConstants#JVM_ADD_OPENS_VAR}. */
  private static final List<String> ADD_OPENS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.dns=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED");

  /**
   * A container lives for seconds or minutes, often beside many others, and most of what it does,
   * it does some hundred or thousand times. So the code of the first compiler, which is quick,
   * notes no types and branches: that would serve the optimising compiler alone, which waits ten
   * times as long as usual.
   */
  private static final List<String> COMPILATION =
      List.of(
          "-XX:-C1UpdateMethodData",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  /**
   * The ApplicationMaster does without the optimising compiler: it waits for others most of the
   * time, and what it runs often enough to be optimised is what has started it.
   */
  private static final String NOTHING_OPTIMISED = "-XX:TieredStopAtLevel=1";

  /**
   * Hashing, which decides a peer's rate, is optimised within its first half MiB. That needs all
   * three methods: compiled together they become the one routine that hashes many blocks with the
   * processor's wide registers.
   */
  private static final List<String> HASHING =
      List.of(
          "-XX:CompileCommand=quiet",
          compiledAtOnce("engineUpdate"),
          compiledAtOnce("implCompressMultiBlock"),
          compiledAtOnce("implCompressMultiBlock0"));

  /**
   * A peer does its work for segment after segment: the first compiler takes a method when the JVM
   * first looks at its counters, after 128 calls, since interpreting it for longer costs more than
   * that. The others do most of what they do while they start, and once.
   */
  private static final List<String> EARLY_COMPILATION =
      List.of(
          "-XX:Tier3InvocationThreshold=40",
          "-XX:Tier3MinInvocationThreshold=20",
          "-XX:Tier3CompileThreshold=400");

  /**
   * An archive of classes, the JDK's own among them, stays at the address that it was made for: to
   * move it, the default, means to touch and copy all of it, 75 MiB in an installed program.
   */
  private static final List<String> CLASSES_STAY =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

  JavaCommand {
    furtherOptions = List.copyOf(furtherOptions);
  }

  /**
   * The command as configured.
   *
   * @throws IllegalArgumentException when a key's value makes no sense
   */
  static JavaCommand of(ContainerKind kind, Configuration conf) {
    int memory = P2pConf.integer(conf, kind.memoryKey());
    int heap = P2pConf.heapMb(conf, kind.heapKey(), kind.memoryKey());
    List<String> further = new ArrayList<>();
    if (ClassList.isWanted(conf)) {
      further.add(ClassList.OPTION);
    }
    BLANKS
        .splitAsStream(P2pConf.text(conf, P2pKeys.CONTAINER_JAVA_OPTS))
        .filter(option -> !option.isEmpty())
        .forEach(further::add);
    return new JavaCommand(
        kind,
        heap,
        Math.max(LEAST_DIRECT_MB, (memory - heap) / 2),
        P2pConf.text(conf, P2pKeys.CLASS_ARCHIVE),
        !P2pConf.text(conf, P2pKeys.PROGRAM).isEmpty(),
        further);
  }

  /**
   * For the shell of a NodeManager, which replaces the placeholders. JAVA_HOME may be unset there.
   */
  String shellLine() {
    List<String> words = new ArrayList<>();
    words.add("${JAVA_HOME:+$JAVA_HOME/bin/}java");
    words.add(ApplicationConstants.JVM_ADD_OPENS_VAR);
    // The directory that the NodeManager makes for it, and removes however the container ends.
    words.add("-Djava.io.tmpdir=$PWD/" + YarnConfiguration.DEFAULT_CONTAINER_TEMP_DIR);
    words.addAll(options(ApplicationConstants.LOG_DIR_EXPANSION_VAR));
    if (installed) {
      words.add("$(sh " + JobFiles.installed(JobFiles.OPTIONS) + ")");
    }
    words.add(kind.mainClass());
    words.add(
        "1>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/" + ApplicationConstants.STDOUT);
    words.add(
        "2>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/" + ApplicationConstants.STDERR);
    return String.join(" ", words);
  }

  /** For a process of this host. */
  List<String> words(String java, String logDirectory) {
    List<String> words = new ArrayList<>();
    words.add(java);
    words.addAll(ADD_OPENS);
    words.addAll(options(logDirectory));
    if (!classArchive.isEmpty() && Files.isReadable(Path.of(classArchive))) {
      words.addAll(withClassArchive());
    }
    words.add(kind.mainClass());
    return words;
  }

  private static String compiledAtOnce(String method) {
    return "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::"
        + method
        + ",0.001";
  }

  /**
   * Not for a file that is not there: the JVM would do without its own archive, too. One of another
   * JVM or class path is passed over, without a warning.
   */
  private List<String> withClassArchive() {
    return List.of("-Xlog:cds=off,cds+dynamic=off", "-XX:SharedArchiveFile=" + classArchive);
  }

  private List<String> options(String logDirectory) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heapMb + "m");
    int young = Math.max(LEAST_YOUNG_MB, heapMb / YOUNG_PART);
    options.add("-Xms" + Math.min(heapMb, BEGIN_WITH_YOUNG * young) + "m");
    options.add("-XX:NewSize=" + Math.min(heapMb / 2, young) + "m");
    options.add("-XX:MaxDirectMemorySize=" + directMb + "m");
    // Address space that is reserved only, but NodeManagers count it as virtual memory.
    options.add("-XX:CompressedClassSpaceSize=64m");
    options.add("-XX:ReservedCodeCacheSize=64m");
    // At 21 MiB of loaded classes, the default, a full collection would fall into the start.
    options.add("-XX:MetaspaceSize=64m");
    options.addAll(CLASSES_STAY);
    switch (kind) {
      case APPLICATION_MASTER -> options.add(NOTHING_OPTIMISED);
      case TRACKER -> options.addAll(COMPILATION);
      case PEER -> {
        options.addAll(COMPILATION);
        options.addAll(HASHING);
        options.addAll(EARLY_COMPILATION);
      }
    }
    if (furtherOptions.stream().noneMatch(o -> CHOICE_OF_COLLECTOR.matcher(o).matches())) {
      // Segments die young, and G1 gives each a region of its own. One vcore needs no GC threads.
      options.add("-XX:+UseSerialGC");
    }
    // Out of memory in any thread ends the container, with the reason on stderr.
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-XX:+DisplayVMOutputToStderr");
    options.add("-Dfile.encoding=UTF-8");
    options.add("-D" + ContainerLog.DIRECTORY + "=" + logDirectory);
    if (furtherOptions.stream().noneMatch(o -> o.startsWith(ContainerLog.CONFIGURATION))) {
      options.addAll(ContainerLog.options());
    }
    options.addAll(furtherOptions);
    return options;
  }
}
