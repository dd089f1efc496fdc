package org.yarnp2p.job;

/** What the client's process tells its caller. */
public enum ExitCode {
  /** The job has succeeded. */
  DONE(0),
  /** The job could not be submitted, has failed or was killed. */
  JOB_FAILED(1),
  /** The command line or the input is wrong; nothing was submitted. */
  USAGE(2);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The exit status of the process. */
  public int code() {
    return code;
  }
}
