/** What people see of a job: the progress while it runs, the summary when it has ended. */
package org.yarnp2p.client.view;
