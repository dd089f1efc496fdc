/** What a job would be: worked out without submitting it. */
package org.yarnp2p.client.forecast;
