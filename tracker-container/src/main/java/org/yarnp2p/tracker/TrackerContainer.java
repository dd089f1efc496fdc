package org.yarnp2p.tracker;

import org.yarnp2p.container.ContainerMain;

/** Main class of the tracker's container. */
public final class TrackerContainer {
  private TrackerContainer() {}

  /** Takes no arguments: everything comes from the launch environment. */
  public static void main(String[] args) {
    ContainerMain.run(TrackerService::start);
  }
}
