package org.yarnp2p.appmaster;

import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.security.JobSecret;

/**
 * What an ApplicationMaster is given.
 *
 * @param plan of the job
 * @param conf of the job
 * @param stagingDirectory STAGING/JOB_ID
 * @param secret of the job
 * @param credentials of this process; tokens for storage go on to the containers
 * @param startedAt when the client began to submit the job
 * @param submittedAt when it had done so
 * @param bindHost address for the umbilical to listen on; {@code 0.0.0.0} for all
 * @param attempt which ApplicationMaster of the job this is
 * @param hasPage whether the job has a web page
 */
record JobContext(
    JobPlan plan,
    Configuration conf,
    Path stagingDirectory,
    JobSecret secret,
    Credentials credentials,
    Instant startedAt,
    Instant submittedAt,
    String bindHost,
    Attempt attempt,
    boolean hasPage) {}
