/**
 * The ApplicationMaster: gets the containers of one job, watches over them, and commits what they
 * have written. {@link org.yarnp2p.appmaster.JobMaster} puts the parts together, for a YARN cluster
 * and for a job without one.
 */
package org.yarnp2p.appmaster;
