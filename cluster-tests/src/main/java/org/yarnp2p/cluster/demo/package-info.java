/**
 * {@code p2p demo}: the main job on a cluster inside this process, from example input to outputs
 * that are compared with what is expected.
 */
package org.yarnp2p.cluster.demo;
