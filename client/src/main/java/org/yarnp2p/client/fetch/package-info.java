/** Copies a job's outputs to a local directory. */
package org.yarnp2p.client.fetch;
