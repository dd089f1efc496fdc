package org.yarnp2p.container;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.ipc.ThisHost;

/**
 * The body of every container's main method. The process ends with status 0 when its rank has done
 * its part, else with 1 and one line on the standard error that says which rank, where and why; the
 * stack trace is in the log.
 */
public final class ContainerMain {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerMain.class);
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private ContainerMain() {}

  /**
   * Runs one container in this process, from the environment to the exit. Never returns.
   *
   * @param factory makes the service of the container's kind
   */
  public static void run(RankServiceFactory factory) {
    int status = FAILED;
    try {
      status = live(factory);
    } catch (Throwable e) { // whatever it is: threads of others must not keep the process alive
      LOG.info("the container could not start", e);
      System.err.println("container on " + ThisHost.name() + ": " + e);
    } finally {
      System.exit(status);
    }
  }

  private static int live(RankServiceFactory factory) throws IOException {
    Map<String, String> variables = System.getenv();
    ContainerContext context = ContainerStart.read(variables, Path.of("").toAbsolutePath());
    LOG.info("{} of job {} starts", context.member(), context.plan().jobId());
    Container container =
        new Container(
            context.member(),
            ThisHost.name(),
            context.umbilical(),
            context.conf(),
            ContainerStart.orphanMillis(variables, context.conf()));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> uncaught(container, thread, error));
    Ending ending = container.run(() -> create(factory, context));
    String message = container.describe(ending);
    int status = ending instanceof Ending.Done ? DONE : FAILED;
    // With its trace for the log only: the line below is all that the standard error needs.
    LOG.info(message, cause(ending));
    if (status == FAILED) {
      System.err.println(message);
    }
    haltAfter(P2pConf.millis(context.conf(), P2pKeys.EXIT_TIMEOUT), status);
    leaveClassList(context);
    close(container, context);
    return status;
  }

  private static RankService create(RankServiceFactory factory, ContainerContext context)
      throws Exception {
    RankService service = factory.create(context);
    if (P2pConf.flag(context.conf(), P2pKeys.METRICS)) {
      new RankMetrics(context.plan().jobId(), context.member().rank(), service::status).publish();
    }
    return service;
  }

  private static void leaveClassList(ContainerContext context) {
    PrivilegedAction<Void> leave =
        () -> {
          ClassList.leave(
              context.conf(), context.workingDirectory(), "rank" + context.member().rank().value());
          return null;
        };
    context.user().doAs(leave);
  }

  private static Throwable cause(Ending ending) {
    if (ending instanceof Ending.Failed failed) {
      return failed.cause();
    }
    return ending instanceof Ending.Dismissed dismissed ? dismissed.cause() : null;
  }

  /** What an exception has ended may not matter; an Error means that the process is ill. */
  private static void uncaught(Container container, Thread thread, Throwable error) {
    LOG.error("uncaught in thread {}", thread.getName(), error);
    if (error instanceof Error) {
      container.end(new Ending.Failed(error));
    }
  }

  /** The end is decided: nothing that hangs while closing may hold it up for longer. */
  private static void haltAfter(long millis, int status) {
    Thread last =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(millis);
              } catch (InterruptedException e) {
                LOG.warn("interrupted before the end; halting now", e);
              }
              Runtime.getRuntime().halt(status);
            },
            "halt");
    last.setDaemon(true);
    last.start();
  }

  private static void close(Container container, ContainerContext context) {
    try {
      container.close();
    } catch (IOException e) {
      LOG.warn("the service did not close well", e);
    }
    context.dialer().close();
  }
}
