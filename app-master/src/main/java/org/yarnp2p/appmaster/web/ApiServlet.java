package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET below {@code /api/v1/} with JSON; docs/web.md has every call. */
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

  /** Below which it answers. */
  static final String PATH = "/api/v1/";

  private static final String API = Api.class.getName();

  /** Where the server has to put the {@link Api}. */
  static String attribute() {
    return API;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Api api = (Api) getServletContext().getAttribute(API);
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    List<String> names = List.of(path.replaceFirst("^/", "").split("/", -1));
    if (!api.begin(names)) {
      fail(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "somebody else is being told as much; ask again later");
      return;
    }
    try {
      send(response, HttpServletResponse.SC_OK, api.answer(names, request.getParameter("file")));
    } catch (NoSuchThingException e) {
      fail(response, HttpServletResponse.SC_NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.info("Cannot answer {}: {}", path, e.toString());
      fail(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
    } finally {
      api.end(names);
    }
  }

  /** Answers with an error, as JSON. */
  static void fail(HttpServletResponse response, int status, String why) throws IOException {
    send(response, status, Json.of(Map.of("error", why)));
  }

  private static void send(HttpServletResponse response, int status, String json)
      throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
