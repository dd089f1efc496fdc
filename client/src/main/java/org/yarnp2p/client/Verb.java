package org.yarnp2p.client;

import org.yarnp2p.job.ExitCode;

/**
 * One verb of the command line, such as {@code run}. The class carries picocli's {@code @Command}
 * with its name and its options in {@code @Option} fields; generic options ({@code -D}, {@code
 * -conf}, ...) and {@code --help} are there without its doing.
 *
 * <p>Other modules contribute verbs as providers of this service ({@code
 * META-INF/services/org.yarnp2p.client.Verb}). An object serves one call.
 */
public interface Verb {
  /**
   * Does the work, after the options have been set.
   *
   * @param session the configuration and the streams to use; never System.out or System.err
   * @return what the process tells its caller
   * @throws UsageException when the command line or the input is wrong: its lines are printed, exit
   *     code 2
   * @throws Exception when the work cannot be done: its message is printed, the trace goes to the
   *     log, exit code 1
   */
  ExitCode run(Session session) throws Exception;
}
