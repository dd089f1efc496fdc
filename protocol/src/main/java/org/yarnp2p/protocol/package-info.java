/**
 * What travels between the processes of a job: three protocols over Hadoop IPC (umbilical, tracker,
 * peer), the values in their messages, and the translators to and from Protocol Buffers.
 */
package org.yarnp2p.protocol;
