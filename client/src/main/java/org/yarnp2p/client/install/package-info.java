/**
 * {@code p2p install}: a program that nodes keep, with a class-data archive made of the classes
 * that the containers of a small job have loaded.
 */
package org.yarnp2p.client.install;
