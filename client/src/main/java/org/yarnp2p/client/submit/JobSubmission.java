package org.yarnp2p.client.submit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.fleet.LaunchSpec;
import org.yarnp2p.appmaster.fleet.LaunchSpecs;
import org.yarnp2p.appmaster.fleet.MasterEnvironment;
import org.yarnp2p.appmaster.fleet.StagedJob;
import org.yarnp2p.appmaster.fleet.YarnLaunch;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.Cluster.NewApplication;
import org.yarnp2p.client.yarn.Cluster.Queue;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;

/** Gives a job to YARN. */
public final class JobSubmission {
  private static final Logger LOG = LoggerFactory.getLogger(JobSubmission.class);

  /** What YARN calls such an application. */
  public static final String APPLICATION_TYPE = "p2p";

  /** What the schedulers say of a queue that takes no applications. */
  private static final Pattern PARENT = Pattern.compile("to non-leaf queue|is not a leaf queue");

  private final Configuration conf;
  private final PatientCluster cluster;
  private final ContainerSizes sizes;
  private final java.nio.file.Path jar;

  /**
   * Checks what can be checked without a cluster.
   *
   * @throws UsageException when the configuration does not fit, or there is no p2p.jar
   */
  public JobSubmission(Configuration conf, PatientCluster cluster) throws UsageException {
    this.conf = conf;
    this.cluster = cluster;
    this.sizes = ContainerSizes.of(conf);
    this.jar = JobJar.find(conf);
  }

  /**
   * Gets an id for the job.
   *
   * @throws UsageException when the cluster's containers are too small for the job
   */
  public NewJob prepare() throws IOException, YarnException, InterruptedException, UsageException {
    long startedAt = System.currentTimeMillis();
    NewApplication application = cluster.ask(c -> c.newApplication());
    sizes.checkAgainst(application.largest());
    ApplicationSubmissionContext context = application.context();
    return new NewJob(
        context,
        JobSecret.generate(),
        Staging.of(conf, context.getApplicationId().toString()),
        startedAt);
  }

  /**
   * Writes the job's files and submits it. Returns when YARN has accepted it; when that fails, the
   * files are removed.
   *
   * @throws UsageException when YARN does not know the queue
   */
  public void submit(NewJob job, JobRequest request)
      throws IOException, YarnException, InterruptedException, UsageException {
    try {
      Optional<Path> program = InstalledProgram.latest(conf, jar);
      conf.set(P2pKeys.PROGRAM, program.map(Path::toString).orElse(""));
      Optional<java.nio.file.Path> brought =
          program.isPresent() ? Optional.empty() : Optional.of(jar);
      describe(job, request, job.staging().fill(brought, request, request.racks(cluster)));
      job.staging().leave(job.secret().token(job.id(), Rank.CLIENT, Rank.APPLICATION_MASTER));
      accept(job);
    } catch (IOException
        | YarnException
        | InterruptedException
        | UsageException
        | RuntimeException e) {
      try {
        job.staging().remove();
      } catch (IOException onTop) {
        e.addSuppressed(onTop);
      }
      throw e;
    }
  }

  private void describe(NewJob job, JobRequest request, JobPlan plan) throws IOException {
    ApplicationSubmissionContext context = job.context();
    context.setApplicationName(plan.name());
    context.setApplicationType(APPLICATION_TYPE);
    context.setApplicationTags(Set.of(APPLICATION_TYPE));
    request.nodeLabel().ifPresent(context::setNodeLabelExpression);
    context.setQueue(P2pConf.text(conf, P2pKeys.QUEUE));
    context.setMaxAppAttempts(P2pConf.integer(conf, P2pKeys.AM_MAX_ATTEMPTS));
    context.setKeepContainersAcrossApplicationAttempts(true);
    long validity = P2pConf.millis(conf, P2pKeys.AM_ATTEMPTS_VALIDITY);
    if (validity > 0) {
      context.setAttemptFailuresValidityInterval(validity);
    }
    LaunchSpec master =
        LaunchSpecs.applicationMaster(
            conf,
            StagedJob.read(
                conf, job.staging().directory(), plan.peers(), job.staging().enclosure()),
            new MasterEnvironment(job.id(), job.staging().directory(), job.startedAt()),
            credentials(job, request));
    context.setResource(YarnLaunch.resource(master));
    context.setAMContainerSpec(YarnLaunch.context(master, conf));
  }

  private Credentials credentials(NewJob job, JobRequest request) throws IOException {
    // Tokens that the person has brought (-tokenCacheFile) go with the job.
    Credentials credentials =
        new Credentials(UserGroupInformation.getCurrentUser().getCredentials());
    job.secret().addTo(credentials);
    Set<Path> storage = request.storage(job.id());
    storage.add(job.staging().directory());
    InstalledProgram.directory(conf).ifPresent(storage::add);
    DelegationTokens.add(conf, credentials, storage);
    return credentials;
  }

  private void accept(NewJob job)
      throws IOException, YarnException, InterruptedException, UsageException {
    if (!job.begin()) {
      throw new IOException(job.id() + " was interrupted before it was submitted");
    }
    try {
      cluster.ask(
          c -> {
            c.submit(job.context());
            return null;
          });
    } catch (YarnException e) {
      String queue = job.context().getQueue();
      List<String> queues;
      Optional<Queue> there;
      boolean made;
      try {
        queues = cluster.ask(c -> c.queues());
        there = cluster.ask(c -> c.queue(queue, Optional.empty()));
        made = cluster.ask(c -> c.substitute(queue)).isPresent();
      } catch (IOException | YarnException onTop) {
        e.addSuppressed(onTop);
        throw e;
      }
      Optional<String> objection = objection(queue, there, made, Reason.of(e));
      if (objection.isEmpty()) {
        throw e;
      }
      LOG.debug("{} refused", job.id(), e);
      List<String> others =
          queues.stream().filter(name -> there.filter(q -> isNameOf(q, name)).isEmpty()).toList();
      throw new UsageException(
          objection.get() + "; set --queue to one of " + String.join(", ", others));
    }
  }

  /** What is wrong with a queue, if that is why YARN has refused an application. */
  private static Optional<String> objection(
      String queue, Optional<Queue> there, boolean made, String refusal) {
    if (there.isEmpty()) {
      // of a queue that might have been made YARN alone knows why it was not
      String why = made ? " and has not made it (" + refusal + ")" : "";
      return Optional.of("YARN has no queue '" + queue + "'" + why);
    }
    if (there.get().parent()) {
      return Optional.of(
          "queue '" + queue + "' has queues of its own, and applications go to these only");
    }
    // until it has queues, nothing else tells it from one that takes applications
    return PARENT.matcher(refusal).find()
        ? Optional.of(
            "queue '"
                + queue
                + "' is a parent whose queues are not there yet, and applications go to these only")
        : Optional.empty();
  }

  private static boolean isNameOf(Queue queue, String name) {
    return name.equals(queue.name()) || name.equals(queue.path());
  }
}
