package org.yarnp2p.appmaster.fleet;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.hadoop.yarn.util.Clock;
import org.yarnp2p.model.Endpoint;

/**
 * Whose containers a fleet gets.
 *
 * @param jobId on a cluster the id of the application
 * @param listener hears of them
 * @param umbilical where the ApplicationMaster listens, known when the fleet starts
 * @param progress of the job, 0 to 1; asked with every heartbeat
 * @param clock ms that only grow
 */
public record FleetOwner(
    String jobId,
    FleetListener listener,
    Supplier<Endpoint> umbilical,
    DoubleSupplier progress,
    Clock clock) {}
