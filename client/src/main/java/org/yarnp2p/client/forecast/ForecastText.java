package org.yarnp2p.client.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yarnp2p.client.forecast.Forecast.Containers;
import org.yarnp2p.client.forecast.Forecast.Place;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Table;

/** A forecast for people. */
final class ForecastText {
  private static final int MOST_ROWS = 40;

  private ForecastText() {}

  static List<String> of(Forecast forecast) {
    List<String> lines = new ArrayList<>();
    lines.add("Plan of " + forecast.name() + "; nothing has been submitted");
    lines.add("");
    Table facts = new Table(2, List.of("what", "value"));
    facts.row(List.of("files", Integer.toString(forecast.files())));
    facts.row(List.of("bytes", Quantities.bytes(forecast.bytes())));
    facts.row(List.of("bytes to move", Quantities.bytes(forecast.bytesToMove())));
    facts.row(
        List.of(
            "bound at " + forecast.linkRate(),
            Quantities.duration(Math.round(forecast.boundSeconds() * 1000))));
    facts.row(
        List.of("placement", forecast.placement().mode() + ": " + forecast.placement().why()));
    facts.row(List.of("memory needed", mb(forecast.neededMemoryMb())));
    if (forecast.largestMemoryMb() != null) {
      facts.row(
          List.of(
              "largest container",
              mb(forecast.largestMemoryMb()) + ", " + forecast.largestVcores() + " vcores"));
    }
    if (forecast.queue() != null) {
      facts.row(List.of("queue", queue(forecast.queue())));
    }
    lines.addAll(facts.lines());
    lines.add("");
    lines.addAll(containers(forecast.containers()));
    places(forecast.ranks(), lines);
    if (!forecast.notes().isEmpty()) {
      lines.add("");
      lines.addAll(forecast.notes());
    }
    return lines;
  }

  private static String queue(Forecast.QueueView queue) {
    String free = queue.freeMemoryMb() == null ? "" : ", " + mb(queue.freeMemoryMb()) + " free";
    if (queue.capacityPercent() == null) {
      return queue.name() + ", idle: its share comes with its applications" + free;
    }
    return String.format(
        Locale.ROOT,
        "%s, %.0f %%%s of the %s%s%s",
        queue.name(),
        queue.capacityPercent(),
        queue.maximumPercent() == null
            ? ""
            : String.format(Locale.ROOT, " (up to %.0f %%)", queue.maximumPercent()),
        queue.label() == null ? "cluster" : "nodes with label " + queue.label(),
        queue.usedPercent() == null
            ? ""
            : String.format(Locale.ROOT, ", %.0f %% of that used", queue.usedPercent()),
        free);
  }

  private static List<String> containers(List<Containers> containers) {
    Table table = new Table(1, List.of("container", "count", "memory", "vcores"));
    for (Containers kind : containers) {
      table.row(
          List.of(
              kind.kind(),
              Integer.toString(kind.count()),
              mb(kind.memoryMb()),
              Integer.toString(kind.vcores())));
    }
    return table.lines();
  }

  private static void places(List<Place> places, List<String> lines) {
    if (places.isEmpty()) {
      return;
    }
    Table table = new Table(3, List.of("rank", "node", "remark"));
    for (Place place : places.subList(0, Math.min(MOST_ROWS, places.size()))) {
      table.row(List.of(Integer.toString(place.rank()), place.node(), place.remark()));
    }
    lines.add("");
    lines.addAll(table.lines());
    if (places.size() > MOST_ROWS) {
      lines.add(
          "... and " + (places.size() - MOST_ROWS) + " more ranks; --format json has them all");
    }
  }

  private static String mb(long mebibytes) {
    return Quantities.bytes(mebibytes << 20);
  }
}
