/** Where each rank of the job stands. No I/O; time comes from outside. */
package org.yarnp2p.appmaster.roster;
