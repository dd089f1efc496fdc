/** Which attempt of the ApplicationMaster this is, and what one leaves for the next. */
package org.yarnp2p.appmaster.attempt;
