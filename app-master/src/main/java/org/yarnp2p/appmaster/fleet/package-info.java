/**
 * How containers come to exist and end: what is launched ({@link
 * org.yarnp2p.appmaster.fleet.LaunchSpec}) and where, on a YARN cluster or as processes of this
 * host.
 */
package org.yarnp2p.appmaster.fleet;
