package org.yarnp2p.cluster;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Stream;

/** Which room may know which, see docs/architecture.md. */
@AnalyzeClasses(packages = "org.yarnp2p", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** The tracker's classes that have to do with processes, threads and clocks. */
  private static final Set<String> TRACKER_EDGE =
      Set.of(
          "TrackerContainer",
          "TrackerService",
          "SharedTracker",
          "SwarmViews",
          "Racks",
          "OriginPlaces");

  /** What decisions must not know; a name ends with a dot when it is a package's. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "java.io.",
          "java.net.",
          "java.nio.channels.",
          "java.nio.file.",
          "java.time.Clock",
          "java.util.Timer",
          "java.util.concurrent.",
          "java.lang.Process",
          "java.lang.Thread",
          "org.apache.hadoop.fs.",
          "org.apache.hadoop.ipc.",
          "org.yarnp2p.ipc.");

  /** Exceptions, writing to memory, and units of time. */
  private static final Set<String> HARMLESS =
      Set.of(
          "java.io.IOException",
          "java.io.Serializable",
          "java.io.StringWriter",
          "java.io.Writer",
          "java.util.concurrent.TimeUnit");

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of("System.nanoTime", "System.currentTimeMillis", "Instant.now", "Math.random");

  @ArchTest
  static final ArchRule importsRunOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("protocol")
          .definedBy(
              packages(
                  "model",
                  "protocol",
                  "conf",
                  "security",
                  "ipc",
                  "input",
                  "job",
                  "container",
                  "storage"))
          .layer("tracker-container")
          .definedBy(packages("tracker"))
          .layer("peer-container")
          .definedBy(packages("peer"))
          .layer("app-master")
          .definedBy(packages("appmaster"))
          .layer("client")
          .definedBy(packages("client"))
          .layer("bench")
          .definedBy(packages("bench"))
          .layer("cluster-tests")
          .definedBy(packages("cluster"))
          .whereLayer("protocol")
          .mayNotAccessAnyLayer()
          .whereLayer("tracker-container")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("peer-container")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("app-master")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("client")
          .mayOnlyBeAccessedByLayers("bench", "cluster-tests")
          .whereLayer("bench")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cluster-tests")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("org.yarnp2p.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule decisionsOfThePeerAreFreeOfInputOutputThreadsAndClocks =
      noClasses().that().resideInAPackage("org.yarnp2p.peer.swarm..").should(reachOutside());

  @ArchTest
  static final ArchRule decisionsOfTheTrackerAreFreeOfInputOutputThreadsAndClocks =
      noClasses()
          .that()
          .resideInAPackage("org.yarnp2p.tracker..")
          .and(describe("decide", type -> !TRACKER_EDGE.contains(outermost(type))))
          .should(reachOutside());

  private static String[] packages(String... rooms) {
    return Stream.of(rooms).map(room -> "org.yarnp2p." + room + "..").toArray(String[]::new);
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getSimpleName());
  }

  private static ArchCondition<JavaClass> reachOutside() {
    DescribedPredicate<JavaClass> outside =
        describe(
            "do input, output or threads",
            type -> !HARMLESS.contains(type.getName()) && isOutside(type.getName()));
    DescribedPredicate<JavaMethodCall> clocksAndDice =
        describe(
            "a clock or chance",
            call ->
                CLOCKS_AND_DICE.contains(
                    call.getTargetOwner().getSimpleName() + "." + call.getName()));
    return dependOnClassesThat(outside).or(callMethodWhere(clocksAndDice));
  }

  private static boolean isOutside(String name) {
    return OUTSIDE.stream()
        .anyMatch(
            outside -> outside.endsWith(".") ? name.startsWith(outside) : name.equals(outside));
  }
}
