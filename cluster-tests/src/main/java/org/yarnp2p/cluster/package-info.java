/**
 * A whole Hadoop cluster inside one JVM, for the demo and for the end-to-end tests. Jobs that run
 * on it are the real thing: containers are processes of their own, started by NodeManagers, reading
 * and writing HDFS.
 */
package org.yarnp2p.cluster;
