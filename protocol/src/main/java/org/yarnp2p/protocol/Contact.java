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
 * @param distance from the receiver: {@link #SAME_HOST}, {@link #SAME_RACK} or {@link #ELSEWHERE}
 */
public record Contact(
    Member member, Endpoint endpoint, Token<JobTokenIdentifier> token, int distance) {
  /** Distance of a process on the same host. */
  public static final int SAME_HOST = 0;

  /** Distance of a process on another host of the same rack. */
  public static final int SAME_RACK = 1;

  /** Distance of every other process. */
  public static final int ELSEWHERE = 2;

  /** Wherever it is. */
  public Contact(Member member, Endpoint endpoint, Token<JobTokenIdentifier> token) {
    this(member, endpoint, token, ELSEWHERE);
  }
}
