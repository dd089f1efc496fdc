/** The same file read straight from HDFS by all hosts at once, for comparison. */
package org.yarnp2p.bench.hdfs;
