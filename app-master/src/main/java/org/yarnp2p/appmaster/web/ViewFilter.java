package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.http.FilterContainer;
import org.apache.hadoop.http.FilterInitializer;

/**
 * Stands before all that the server has, Hadoop's own pages among it: lets only those through who
 * may see the job, and only to look, and tells browsers to load nothing from elsewhere.
 */
public final class ViewFilter implements Filter {
  private static final String ACCESS = ViewAccess.class.getName();

  private static final List<String> METHODS = List.of("GET", "HEAD");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  /** Puts the filter behind the one that knows who asks. */
  public static final class Initializer extends FilterInitializer {
    @Override
    public void initFilter(FilterContainer container, Configuration conf) {
      container.addFilter("view", ViewFilter.class.getName(), Map.of());
    }
  }

  @Override
  public void init(FilterConfig config) {
    // One filter stands before several contexts, and is told of one of them only.
  }

  /** Where the server has to put the {@link ViewAccess}. */
  static String attribute() {
    return ACCESS;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = new PlainErrors((HttpServletResponse) response);
    answer.setHeader("Content-Security-Policy", POLICY);
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("Referrer-Policy", "no-referrer");
    ViewAccess access = (ViewAccess) request.getServletContext().getAttribute(ACCESS);
    if (access == null || !access.allows(asked.getRemoteUser())) {
      refuse(
          asked,
          answer,
          HttpServletResponse.SC_FORBIDDEN,
          "Only the job's owner, administrators and those in its p2p.acl.view may see this");
    } else if (!METHODS.contains(asked.getMethod())) {
      answer.setHeader("Allow", String.join(", ", METHODS));
      refuse(
          asked,
          answer,
          HttpServletResponse.SC_METHOD_NOT_ALLOWED,
          "There is no " + asked.getMethod() + " here; nothing is changed by a request");
    } else {
      chain.doFilter(request, answer);
    }
  }

  /** In the form that who asks can read. */
  private static void refuse(
      HttpServletRequest asked, HttpServletResponse answer, int status, String why)
      throws IOException {
    if (asked.getRequestURI().startsWith(ApiServlet.PATH)) {
      ApiServlet.fail(answer, status, why);
    } else {
      answer.sendError(status, why);
    }
  }

  @Override
  public void destroy() {
    // Holds nothing.
  }
}
