package org.yarnp2p.client.view;

/** Shows nothing of a job that goes well. */
final class Silence implements ProgressView {
  @Override
  public void show(JobProgress progress) {}

  @Override
  public void note(String line) {}

  @Override
  public void close() {}
}
