/**
 * Hadoop IPC as the processes of a job use it: servers that accept the job's tokens only, and
 * connections with deadlines.
 */
package org.yarnp2p.ipc;
