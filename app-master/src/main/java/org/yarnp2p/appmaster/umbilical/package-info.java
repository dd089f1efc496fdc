/** The ApplicationMaster's IPC server: what containers and the client say to it. */
package org.yarnp2p.appmaster.umbilical;
