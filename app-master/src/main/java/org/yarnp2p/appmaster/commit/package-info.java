/** The job's outputs: which there must be, and how they are put in place all at once. */
package org.yarnp2p.appmaster.commit;
