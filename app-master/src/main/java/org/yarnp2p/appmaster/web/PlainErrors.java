package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

/** Says errors in a line of text, where Jetty would send a page of its own. */
final class PlainErrors extends HttpServletResponseWrapper {
  PlainErrors(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void sendError(int status) throws IOException {
    sendError(status, null);
  }

  /**
   * @param why for people; null for what the status means
   */
  @Override
  public void sendError(int status, String why) throws IOException {
    resetBuffer();
    byte[] text =
        (why == null ? meaning(status) : why).concat("\n").getBytes(StandardCharsets.UTF_8);
    setStatus(status);
    setContentType("text/plain; charset=utf-8");
    setContentLength(text.length);
    getOutputStream().write(text);
  }

  private static String meaning(int status) {
    return status == SC_NOT_FOUND
        ? "There is no such page here. The job's page is at the root of this address, its figures"
            + " are below "
            + ApiServlet.PATH
        : "Status " + status;
  }
}
