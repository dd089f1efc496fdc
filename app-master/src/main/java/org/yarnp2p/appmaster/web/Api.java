package org.yarnp2p.appmaster.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.yarnp2p.model.Rank;

/** What the API answers to each path below {@code /api/v1/}. Thread-safe. */
final class Api {
  private static final List<String> CALLS =
      List.of(
          "job",
          "ranks",
          "throughput",
          "progress",
          "files",
          "files/largest",
          "files/{id}/map",
          "tracker?file={id}",
          "peers/{rank}?file={id}",
          "conf");

  private static final List<String> FILES = List.of("files");
  private static final List<String> LARGEST_FILES = List.of("files", "largest");

  /** How long one waits for another's map to be sent. */
  private static final long TURN_MILLIS = 1000;

  private final JobView view;
  private final SegmentGrids grids;
  private final FileMaps maps;
  private final Semaphore turn = new Semaphore(1, true);

  Api(JobView view, SegmentGrids grids, FileMaps maps) {
    this.view = view;
    this.grids = grids;
    this.maps = maps;
  }

  /**
   * The picture of one file, with its name.
   *
   * @param id of the file
   */
  private record FileGrid(int id, String name, SegmentGrid map) {}

  /**
   * The JSON.
   *
   * @param path below {@code /api/v1/}, name by name
   * @param file the parameter of this name; null without it
   * @throws NoSuchThingException when there is nothing at this path
   * @throws IOException when a process that has the answer does not give it
   */
  String answer(List<String> path, String file) throws IOException {
    String first = path.get(0);
    if (path.size() == 1) {
      return switch (first) {
        case "" -> Json.of(Map.of("calls", CALLS));
        case "job" -> Json.of(view.job());
        case "ranks" -> Json.of(view.ranks());
        case "throughput" -> Json.of(view.throughput());
        case "progress" -> Json.of(view.progress());
        case "files" -> Json.of(view.files());
        case "conf" -> Json.of(view.configuration());
        case "tracker" -> maps.ofTracker(fileName(file));
        default -> throw nothing(path);
      };
    } else if (path.equals(LARGEST_FILES)) {
      return Json.of(view.largestFiles());
    } else if (path.size() == 2 && first.equals("peers")) {
      return maps.ofPeer(peer(path.get(1)), fileName(file));
    } else if (path.size() == 3 && first.equals("files") && path.get(2).equals("map")) {
      int id = number(path.get(1), "a file's id");
      String name = view.file(id).name();
      return Json.of(new FileGrid(id, name, grids.of(name)));
    }
    throw nothing(path);
  }

  /**
   * To be asked before an {@link #answer}; if it may be given, {@link #end} is to follow when it
   * has been sent. Of the tracker's and the peers' own maps, and of the list of all files, there is
   * one at a time: they may have tens of MB, which stay in memory until the last byte has gone to
   * however slow a reader. Small ones are gone while this waits.
   */
  boolean begin(List<String> path) {
    try {
      return !isLarge(path) || turn.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server ends
      return false;
    }
  }

  /** See {@link #begin}. */
  void end(List<String> path) {
    if (isLarge(path)) {
      turn.release();
    }
  }

  private static boolean isLarge(List<String> path) {
    return path.get(0).equals("tracker") || path.get(0).equals("peers") || path.equals(FILES);
  }

  private static NoSuchThingException nothing(List<String> path) {
    return new NoSuchThingException(
        "there is no '" + String.join("/", path) + "' here; there are " + String.join(", ", CALLS));
  }

  private String fileName(String id) throws IOException {
    return id == null ? null : view.file(number(id, "a file's id")).name();
  }

  private Rank peer(String text) throws NoSuchThingException {
    int rank = number(text, "a rank");
    if (rank < 1 || rank > view.plan().peers()) {
      throw new NoSuchThingException(
          "there is no peer " + rank + "; this job has peers 1 to " + view.plan().peers());
    }
    return Rank.peer(rank);
  }

  private static int number(String text, String what) throws NoSuchThingException {
    if (!text.matches("[0-9]{1,9}")) {
      throw new NoSuchThingException("'" + text + "' is not " + what);
    }
    return Integer.parseInt(text);
  }
}
