/** Measurements of the product: the verb {@code bench}. */
package org.yarnp2p.bench;
