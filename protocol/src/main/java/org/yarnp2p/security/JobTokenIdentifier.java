package org.yarnp2p.security;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.yarnp2p.model.Rank;

/**
 * What a token says: in this job, this caller may call this audience. On the wire: a version byte,
 * the job's id (variable-length count, UTF-8), the two ranks (4 bytes each).
 */
public final class JobTokenIdentifier extends TokenIdentifier {
  /** The kind of the job's tokens. */
  public static final Text KIND = new Text("P2P_JOB_TOKEN");

  private static final byte VERSION = 1;
  private static final int LONGEST_JOB_ID = 255;

  private String jobId;
  private Rank caller;
  private Rank audience;

  /** For Hadoop, which fills it by {@link #readFields}. */
  public JobTokenIdentifier() {
    this("", Rank.CLIENT, Rank.APPLICATION_MASTER);
  }

  /**
   * @param jobId 1 to 255 bytes of UTF-8
   * @param caller who may use the token
   * @param audience whose server it is for
   */
  public JobTokenIdentifier(String jobId, Rank caller, Rank audience) {
    this.jobId = jobId;
    this.caller = caller;
    this.audience = audience;
  }

  /** The job. */
  public String jobId() {
    return jobId;
  }

  /** Who may use the token. */
  public Rank caller() {
    return caller;
  }

  /** Whose server the token is for. */
  public Rank audience() {
    return audience;
  }

  @Override
  public Text getKind() {
    return KIND;
  }

  /** The caller as a user of IPC: {@link #userName} of its rank. */
  @Override
  public UserGroupInformation getUser() {
    return UserGroupInformation.createRemoteUser(userName(caller));
  }

  /** The user name under which a rank appears in logs and to service authorization. */
  public static String userName(Rank rank) {
    if (rank.equals(Rank.CLIENT)) {
      return "p2p-client";
    }
    return rank.equals(Rank.APPLICATION_MASTER) ? "p2p-am" : "p2p-rank-" + rank.value();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    Text.writeString(out, jobId, LONGEST_JOB_ID);
    out.writeInt(caller.value());
    out.writeInt(audience.value());
  }

  /**
   * @throws IOException when the bytes are not an identifier
   */
  @Override
  public void readFields(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      // It has no message, and Hadoop fails on errors without one while it refuses a connection.
      throw new IOException("job token that is cut short", e);
    }
  }

  private void read(DataInput in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException("job token of version " + version + ", expected " + VERSION);
    }
    jobId = Text.readString(in, LONGEST_JOB_ID);
    caller = readRank(in);
    audience = readRank(in);
  }

  private static Rank readRank(DataInput in) throws IOException {
    int value = in.readInt();
    try {
      return new Rank(value);
    } catch (IllegalArgumentException e) {
      throw new IOException("job token with a bad rank", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobTokenIdentifier that
        && jobId.equals(that.jobId)
        && caller.equals(that.caller)
        && audience.equals(that.audience);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jobId, caller, audience);
  }

  @Override
  public String toString() {
    return "job " + jobId + ": " + caller + " to " + audience;
  }
}
