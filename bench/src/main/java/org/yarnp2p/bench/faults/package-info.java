/**
 * Swarms in virtual time in which something breaks: the product's decisions, with processes that
 * die or stop and messages that are lost around them, and what must hold whatever happens.
 */
package org.yarnp2p.bench.faults;
