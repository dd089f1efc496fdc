/** What client, ApplicationMaster and containers agree on about one job: plan, report, launch. */
package org.yarnp2p.job;
