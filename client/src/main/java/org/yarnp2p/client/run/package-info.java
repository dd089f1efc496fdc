/** {@code p2p run}: a job from its input directory to its outputs. */
package org.yarnp2p.client.run;
