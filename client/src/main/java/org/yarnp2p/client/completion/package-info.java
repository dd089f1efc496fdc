/** Completion of command lines in a shell. */
package org.yarnp2p.client.completion;
