/** The hot decisions one by one, measured with JMH at 10,000 ranks and 4,096 segments. */
package org.yarnp2p.bench.micro;
