package org.yarnp2p.protocol;

import org.apache.hadoop.security.token.Token;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.security.JobTokenIdentifier;

/**
 * Another process of the job, and the token with which the receiver of this value may call it.
 *
 * @param member which life of which rank
 * @param endpoint where it listens
 * @param token names the receiver as caller and the member's rank as audience
 */
public record Contact(Member member, Endpoint endpoint, Token<JobTokenIdentifier> token) {}
