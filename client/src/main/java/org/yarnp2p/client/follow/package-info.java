/** A submitted job, watched and, when its person says so, killed. */
package org.yarnp2p.client.follow;
