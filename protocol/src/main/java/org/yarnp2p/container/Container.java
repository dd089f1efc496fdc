package org.yarnp2p.container;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Harmless;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.UmbilicalProtocol;
import org.yarnp2p.security.TokenEnd;

/**
 * One life of one rank at the end of its umbilical: makes the service, registers it, beats while it
 * works, and reports how the work has ended.
 */
final class Container implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Container.class);

  private static final Pattern SERVER_STACK = Pattern.compile("\\R\\s+at \\S+\\([^)]*\\)");

  private final Member member;
  private final String host;
  private final UmbilicalProtocol umbilical;
  private final long intervalMillis;
  private final long timeoutMillis;
  private final Delivery delivery;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  /** Null until made; the thread of {@link #run} only. */
  private RankService service;

  /**
   * @param host of this container, for messages
   * @param conf of the job, for the interval of heartbeats
   * @param orphanMillis how long the ApplicationMaster may be out of reach
   */
  Container(
      Member member,
      String host,
      UmbilicalProtocol umbilical,
      Configuration conf,
      long orphanMillis) {
    this.member = member;
    this.host = host;
    this.umbilical = umbilical;
    intervalMillis = P2pConf.millis(conf, P2pKeys.HEARTBEAT_INTERVAL);
    timeoutMillis = orphanMillis;
    delivery = new Delivery(intervalMillis, timeoutMillis);
  }

  /**
   * Makes the service and lets it work until it is done, fails or has to stop; in the last case the
   * work is not waited for. Once, and followed by {@link #close}.
   *
   * @return how it ended; the ApplicationMaster knows, unless it has dismissed the container
   */
  Ending run(Callable<RankService> creation) {
    Ending how = live(creation);
    if (how instanceof Ending.Failed failed) {
      try {
        delivery.deliver("failed", () -> umbilical.failed(member, describe(how), failed.cure()));
      } catch (IOException e) {
        LOG.warn("{}: could not tell the ApplicationMaster of the failure", member, e);
      }
    }
    return how;
  }

  private Ending live(Callable<RankService> creation) {
    try {
      service = creation.call();
    } catch (Throwable e) { // also an Error: the ApplicationMaster has to know of any failure
      return new Ending.Failed(e);
    }
    try {
      delivery.deliver("register", () -> umbilical.register(member, service.endpoint()));
      Ending how = work();
      if (how instanceof Ending.Done done) {
        delivery.deliver("done", () -> umbilical.done(member, done.status()));
      }
      return how;
    } catch (IOException e) {
      return Ending.ofUmbilical(e);
    }
  }

  private Ending work() {
    Heartbeat heartbeat =
        new Heartbeat(
            umbilical,
            member,
            service.endpoint(),
            service::status,
            service::told,
            intervalMillis,
            timeoutMillis,
            System::nanoTime,
            this::end);
    try (heartbeat) {
      heartbeat.start();
      Thread worker = new Thread(this::serve, member.rank().toString());
      worker.setDaemon(true);
      worker.start();
      return ending.join();
    }
  }

  private void serve() {
    try {
      end(new Ending.Done(service.run()));
    } catch (Throwable e) { // also an Error: without this thread there is no work
      end(new Ending.Failed(e));
    }
  }

  /** Ends the work from outside; the first ending counts. Any thread. */
  void end(Ending how) {
    ending.complete(how);
  }

  /**
   * One line that says who ended how: {@code rank 3 on host7: ...}, or {@code rank 3 on host7
   * cannot ...} where the words begin with the rank themselves. The stack that a Hadoop server puts
   * into its messages is left out; it is in the log.
   */
  String describe(Ending how) {
    String what;
    if (how instanceof Ending.Failed failed) {
      what = message(failed.cause());
    } else if (how instanceof Ending.Dismissed dismissed) {
      what = dismissed.reason();
    } else {
      what = "done";
    }
    String words = SERVER_STACK.matcher(what.strip()).replaceAll("");
    return here(Harmless.line(words.replaceAll("\\s*\\R\\s*", "; ")));
  }

  /** The words with who and where in front, the rank named once. */
  private String here(String words) {
    String who = member + " on " + host;
    String rank = member.rank().toString();
    if (words.startsWith(rank + " on ")) {
      return words;
    }
    boolean named = Stream.of(" ", ":", ",").anyMatch(end -> words.startsWith(rank + end));
    return named ? who + words.substring(rank.length()) : who + ": " + words;
  }

  /** The message of an error that was written for people, else with the name of the error. */
  private static String message(Throwable error) {
    String message =
        error instanceof IOException && error.getMessage() != null
            ? error.getMessage()
            : error.toString();
    return TokenEnd.isReasonOf(error) && !message.contains(TokenEnd.REMEDY)
        ? message + "; " + TokenEnd.REMEDY
        : message;
  }

  /** Closes the service, if it has been made. */
  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
