/** Rates of links, and the time below which no schedule over such links can stay. */
package org.yarnp2p.client.link;
