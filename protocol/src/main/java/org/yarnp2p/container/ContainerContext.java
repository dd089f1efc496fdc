package org.yarnp2p.container;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.UmbilicalClient;

/**
 * What a container has been started with.
 *
 * @param member its rank and incarnation
 * @param plan of the job
 * @param conf of the job, as it was when the job was submitted
 * @param credentials the job's own keys and tokens and those of the cluster
 * @param user the job's user with the cluster's tokens: file systems are used in its name ({@link
 *     UserGroupInformation#doAs})
 * @param dialer makes connections to the job's other processes; closed when the container ends
 * @param umbilical to the ApplicationMaster
 * @param workingDirectory holds the files of {@link org.yarnp2p.job.JobFiles}
 */
public record ContainerContext(
    Member member,
    JobPlan plan,
    Configuration conf,
    Credentials credentials,
    UserGroupInformation user,
    IpcDialer dialer,
    UmbilicalClient umbilical,
    Path workingDirectory) {}
