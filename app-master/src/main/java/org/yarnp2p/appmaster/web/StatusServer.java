package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.http.HttpServer2;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.security.JobSecret;

/**
 * The job's web page, its API and {@code /prom}, on a free port behind the ResourceManager's proxy.
 * Comes up beside the start of the containers, which do not wait for it; without it (when Hadoop's
 * web server cannot start) the job runs all the same, and the log says why there is no page.
 */
public final class StatusServer extends AbstractService {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  /** Of the page's directory {@code webapps/p2p}. */
  private static final String NAME = "p2p";

  /** By name: on a class path without YARN's servers there is no proxy to stand behind either. */
  private static final String PROXY_FILTER =
      "org.apache.hadoop.yarn.server.webproxy.amfilter.AmFilterInitializer";

  private final JobView view;
  private final Clock clock;
  private final Supplier<String> host;
  private final Consumer<String> trackingUrl;
  private final FutureTask<HttpServer2> starting = new FutureTask<>(this::open);
  private final Function<Configuration, FileMaps> asking;
  private FileMaps maps;

  /**
   * @param secret of the job
   * @param clock ms that only grow
   * @param host name of this host, asked when the server has started
   * @param trackingUrl is told where the page is, when it is there
   */
  public StatusServer(
      JobView view,
      Roster roster,
      JobSecret secret,
      Clock clock,
      Supplier<String> host,
      Consumer<String> trackingUrl) {
    this(
        view,
        clock,
        host,
        trackingUrl,
        conf -> new IpcFileMaps(conf, view.plan().jobId(), secret, roster));
  }

  /**
   * @param asking makes what asks the job's processes for their file maps
   */
  StatusServer(
      JobView view,
      Clock clock,
      Supplier<String> host,
      Consumer<String> trackingUrl,
      Function<Configuration, FileMaps> asking) {
    super(StatusServer.class.getSimpleName());
    this.view = view;
    this.clock = clock;
    this.host = host;
    this.trackingUrl = trackingUrl;
    this.asking = asking;
  }

  @Override
  protected void serviceStart() throws Exception {
    maps = asking.apply(getConfig());
    Thread thread = new Thread(starting, "status server");
    thread.setDaemon(true);
    thread.start();
    super.serviceStart();
  }

  @Override
  protected void serviceStop() throws Exception {
    if (maps != null) {
      maps.close();
      // Not interrupted half-way, which would leave a port open in a process that may live on.
      HttpServer2 server = started();
      if (server != null) {
        server.stop();
      }
    }
    super.serviceStop();
  }

  /**
   * The server when it has come up, else null.
   *
   * @throws InterruptedException when the caller is interrupted meanwhile
   */
  HttpServer2 started() throws InterruptedException {
    try {
      return starting.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the page's thread never fails", e.getCause());
    }
  }

  private HttpServer2 open() {
    try {
      HttpServer2 server = build(settings(getConfig()));
      server.start();
      String url = "http://" + host.get() + ":" + server.getConnectorAddress(0).getPort() + "/";
      LOG.info("The job's page is at {}", url);
      trackingUrl.accept(url);
      return server;
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("The job has no web page, and goes on without", e);
      return null;
    }
  }

  private HttpServer2 build(Configuration conf) throws IOException {
    HttpServer2 server =
        new HttpServer2.Builder()
            .setName(NAME)
            .setConf(conf)
            .addEndpoint(URI.create("http://0.0.0.0:0"))
            .setFindPort(true)
            .build();
    SegmentGrids grids = new SegmentGrids(view.plan().peers(), maps, clock::getTime);
    server.setAttribute(ViewFilter.attribute(), new ViewAccess(conf, view.plan().user()));
    server.setAttribute(ApiServlet.attribute(), new Api(view, grids, maps));
    server.addServlet("front", "", FrontServlet.class);
    server.addServlet("api", ApiServlet.PATH + "*", ApiServlet.class);
    if (isMeasured(conf)) {
      DefaultMetricsSystem.initialize("P2pApplicationMaster");
      DefaultMetricsSystem.instance()
          .register("P2pJob", "The job and its ranks", new JobMetrics(view));
    }
    return server;
  }

  private static boolean isMeasured(Configuration conf) {
    return P2pConf.flag(conf, P2pKeys.METRICS)
        || conf.getBoolean(
            CommonConfigurationKeysPublic.HADOOP_PROMETHEUS_ENABLED,
            CommonConfigurationKeysPublic.HADOOP_PROMETHEUS_ENABLED_DEFAULT);
  }

  /** The cluster's filters are for its daemons: here the proxy says who asks. */
  private static Configuration settings(Configuration conf) {
    Configuration own = new Configuration(conf);
    String filters = ViewFilter.Initializer.class.getName();
    if (System.getenv(ApplicationConstants.APPLICATION_WEB_PROXY_BASE_ENV) != null) {
      filters = PROXY_FILTER + "," + filters;
    }
    own.set("hadoop.http.filter.initializers", filters);
    own.setBoolean(CommonConfigurationKeysPublic.HADOOP_HTTP_LOGS_ENABLED, false);
    return own;
  }
}
