package org.yarnp2p.container;

/** Makes the service of a container. */
@FunctionalInterface
public interface RankServiceFactory {
  /**
   * Makes the service and starts its IPC server; the work begins with {@link RankService#run}.
   *
   * @throws Exception when that fails; the message becomes the job's diagnostics
   */
  RankService create(ContainerContext context) throws Exception;
}
