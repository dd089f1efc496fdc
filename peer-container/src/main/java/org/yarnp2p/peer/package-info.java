/**
 * The container of ranks 1..N: wires stores, uploader, exchange and outputs together, and goes
 * through a job from the input to the drain.
 */
package org.yarnp2p.peer;
