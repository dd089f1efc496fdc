/** From a checked input to an application that YARN has accepted. */
package org.yarnp2p.client.submit;
