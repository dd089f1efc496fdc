/** The verb {@code distribute}: from sources and nodes to a job. */
package org.yarnp2p.client.distribute;
