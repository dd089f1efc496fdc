/**
 * What people and their monitoring see of a running job: its web page, the JSON behind it, metrics,
 * and the report that stays.
 */
package org.yarnp2p.appmaster.web;
