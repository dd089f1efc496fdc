/**
 * What the tracker's and the peers' containers do the same way: read what they are started with,
 * keep the umbilical, work, and end with an exit status and a message.
 */
package org.yarnp2p.container;
