package org.yarnp2p.client.yarn;

/** Lets time pass between two looks at something that cannot be waited for. */
@FunctionalInterface
public interface Pause {
  /** Returns after {@code millis}. */
  void pause(long millis) throws InterruptedException;
}
