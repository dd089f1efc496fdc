package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of a live job and its API, through the ResourceManager's proxy. */
@ExtendWith(SharedCluster.class)
class WebPageIT {
  private final TestCluster cluster;
  private final HttpClient http = HttpClient.newHttpClient();

  WebPageIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void pageAndApiAreBehindTheProxy() throws Exception {
    try (StandingJob job = new StandingJob(cluster)) {
      job.start();
      ApplicationId id = job.applicationId();
      String proxy =
          "http://"
              + cluster.configuration().get(YarnConfiguration.RM_WEBAPP_ADDRESS)
              + "/proxy/"
              + id
              + "/";
      Eventually.isTrue(() -> get(proxy + "api/v1/job").statusCode() == 200);

      assertThat(get(proxy).body()).contains("src=\"p2p.js\"");
      assertThat(get(proxy + "p2p.js").body()).contains("api/v1/");
      assertThat(get(proxy + "api/v1/job").body()).contains("\"jobId\":\"" + id + "\"");
      String ranks = get(proxy + "api/v1/ranks").body();
      assertThat(ranks).contains("\"rank\":0,", "\"rank\":1,", "\"rank\":2,");
      Matcher log = Pattern.compile("\"log\":\"([^\"]+)\"").matcher(ranks);
      assertThat(log.find()).isTrue();
      assertThat(get(log.group(1)).statusCode()).isEqualTo(200);
      assertThat(get(proxy + "api/v1/files").body()).contains("\"file\"", "\"held\"");
      Eventually.isTrue(() -> get(proxy + "api/v1/peers/1?file=0").body().contains("\"file\""));
      assertThat(get(proxy + "api/v1/tracker").body()).contains("\"file\":", "\"held\":");
      assertThat(get(proxy + "api/v1/files/0/map").body()).contains("\"ranks\":2,");

      cluster.yarn().killApplication(id);
      job.end();
    }
    cluster.assertNothingIsLeft();
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
