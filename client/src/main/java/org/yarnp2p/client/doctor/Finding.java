package org.yarnp2p.client.doctor;

/**
 * One thing that was looked at. The fields are those of the JSON form.
 *
 * @param what such as "nodes"
 * @param found in words
 * @param remedy what to change; empty when all is well
 */
record Finding(Verdict verdict, String what, String found, String remedy) {
  /** Whether it is as it should be. */
  enum Verdict {
    OK,
    /** A job can run, but something may be wrong. */
    WARN,
    /** No job can run. */
    FAIL,
    /** This cannot be seen from where the command runs. */
    UNCHECKED
  }

  static Finding ok(String what, String found) {
    return new Finding(Verdict.OK, what, found, "");
  }

  static Finding warn(String what, String found, String remedy) {
    return new Finding(Verdict.WARN, what, found, remedy);
  }

  static Finding fail(String what, String found, String remedy) {
    return new Finding(Verdict.FAIL, what, found, remedy);
  }

  static Finding unchecked(String what, String remedy) {
    return new Finding(Verdict.UNCHECKED, what, "cannot be seen from here", remedy);
  }
}
