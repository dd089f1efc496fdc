package org.yarnp2p.appmaster.web;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Answers with the page itself where Jetty would answer that it is elsewhere: the address it names
 * would lead past the ResourceManager's proxy.
 */
public final class FrontServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getRequestDispatcher("/index.html").forward(request, response);
  }
}
