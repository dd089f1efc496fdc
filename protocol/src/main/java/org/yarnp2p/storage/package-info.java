/** Patience with a storage that is out of order for a time. */
package org.yarnp2p.storage;
