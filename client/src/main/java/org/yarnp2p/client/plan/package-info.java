/** The verb {@code plan}. */
package org.yarnp2p.client.plan;
