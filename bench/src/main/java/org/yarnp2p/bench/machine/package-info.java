/**
 * This machine: processes and what they have used, commands, and a directory that goes when its
 * owner goes.
 */
package org.yarnp2p.bench.machine;
