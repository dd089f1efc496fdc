/** The job's configuration: key names, defaults ({@code p2p-default.xml}) and typed reading. */
package org.yarnp2p.conf;
