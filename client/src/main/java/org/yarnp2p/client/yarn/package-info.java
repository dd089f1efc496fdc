/** The ResourceManager as a client sees it. */
package org.yarnp2p.client.yarn;
