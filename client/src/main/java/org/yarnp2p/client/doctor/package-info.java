/** The verb {@code doctor}: whether a cluster is ready for the first job. */
package org.yarnp2p.client.doctor;
