package org.yarnp2p.appmaster.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.yarnp2p.job.JobReport;

/**
 * The job's page as one file that needs nothing else: {@code report.html}. The same page as the
 * ApplicationMaster's, with style, program and figures inside.
 */
public final class ReportPage {
  private static final String DIRECTORY = "/webapps/p2p/";
  private static final String STYLE = "<link rel=\"stylesheet\" href=\"p2p.css\">";
  private static final String PROGRAM = "<script src=\"p2p.js\" defer></script>";
  private static final String END = "</body>";

  /** It stands in the file, and so must what it allows. */
  private static final String POLICY =
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
          + " script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">";

  private final JobView view;

  public ReportPage(JobView view) {
    this.view = view;
  }

  /**
   * The page.
   *
   * @param last the job's report, which goes into the page too
   * @throws IOException when the program's jar lacks a part of the page
   */
  public String of(JobReport last) throws IOException {
    return render(Json.of(view.snapshot(last)));
  }

  /**
   * @param json from {@link Json}, which has nothing in it that HTML could mistake
   */
  static String render(String json) throws IOException {
    String data = "<script type=\"application/json\" id=\"data\">" + json + "</script>\n";
    String page = resource("index.html");
    page = replace(page, STYLE, POLICY + "\n<style>\n" + resource("p2p.css") + "</style>");
    page = replace(page, PROGRAM, "");
    return replace(page, END, data + "<script>\n" + resource("p2p.js") + "</script>\n" + END);
  }

  private static String replace(String page, String what, String with) throws IOException {
    int at = page.indexOf(what);
    if (at < 0) {
      throw new IOException(DIRECTORY + "index.html has no " + what);
    }
    return page.substring(0, at) + with + page.substring(at + what.length());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(DIRECTORY + name)) {
      if (in == null) {
        throw new FileNotFoundException("there is no " + DIRECTORY + name + " in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
