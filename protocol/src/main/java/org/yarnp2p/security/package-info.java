/**
 * Who may call whom within a job. The job's secret makes one key for each server and one token for
 * each pair of caller and server; a server that knows only its own key can check its callers but
 * cannot speak for another rank.
 */
package org.yarnp2p.security;
