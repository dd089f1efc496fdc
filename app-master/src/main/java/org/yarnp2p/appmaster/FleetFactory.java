package org.yarnp2p.appmaster;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.hadoop.yarn.util.Clock;
import org.yarnp2p.appmaster.fleet.Fleet;
import org.yarnp2p.appmaster.fleet.FleetListener;
import org.yarnp2p.model.Endpoint;

/** Makes the job's fleet. */
@FunctionalInterface
interface FleetFactory {
  /**
   * Makes a fleet that has not started.
   *
   * @param umbilical where the ApplicationMaster listens, known when the fleet starts
   * @param progress of the job, 0 to 1
   * @param clock ms that only grow
   */
  Fleet make(
      FleetListener listener, Supplier<Endpoint> umbilical, DoubleSupplier progress, Clock clock);
}
