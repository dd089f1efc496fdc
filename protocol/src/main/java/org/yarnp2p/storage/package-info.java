/** What storage says when something is wrong, and patience where that is for a time. */
package org.yarnp2p.storage;
