/**
 * The command line. {@link org.yarnp2p.client.P2p} finds the configuration and the verb; each
 * {@link org.yarnp2p.client.Verb} has a room of its own below, and is found as a service.
 */
package org.yarnp2p.client;
