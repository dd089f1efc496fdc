package org.yarnp2p.appmaster;

import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.appmaster.fleet.FleetOwner;

/** Makes the job's fleet. */
@FunctionalInterface
interface FleetFactory {
  /** Makes a fleet that has not started. */
  Fleet make(FleetOwner owner);
}
