/** Verbs about jobs that are there: how they stand, their logs, their end, what they left. */
package org.yarnp2p.client.jobs;
