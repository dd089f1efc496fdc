package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was compared, and whether it was right. */
final class Checks {
  /**
   * One comparison.
   *
   * @param what was compared, with what was expected
   * @param passed whether it was so
   */
  record Check(String what, boolean passed) {}

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

  List<Check> all() {
    return List.copyOf(checks);
  }

  /** One for each check that has not passed. */
  static List<String> failed(List<Check> checks) {
    return lines(checks.stream().filter(check -> !check.passed()).toList());
  }

  /** One for each check. */
  static List<String> lines(List<Check> checks) {
    return checks.stream()
        .map(check -> (check.passed() ? "PASS  " : "FAIL  ") + check.what())
        .toList();
  }
}
