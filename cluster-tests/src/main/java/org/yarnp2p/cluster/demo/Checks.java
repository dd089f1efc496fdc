package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was compared, and whether it was right. */
final class Checks {
  private record Check(String what, boolean passed) {}

  private final List<Check> checks = new ArrayList<>();

  void add(String what, boolean passed) {
    checks.add(new Check(what, passed));
  }

  /** That a file is there and has this content. */
  void sameBytes(Path file, byte[] expected) throws IOException {
    boolean same = Files.exists(file) && Arrays.equals(Files.readAllBytes(file), expected);
    add(file.getFileName() + ": " + expected.length + " bytes as expected", same);
  }

  boolean allPassed() {
    return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
  }

  /** One for each check. */
  List<String> lines() {
    return checks.stream()
        .map(check -> (check.passed() ? "PASS  " : "FAIL  ") + check.what())
        .toList();
  }
}
