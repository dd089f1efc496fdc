package org.yarnp2p.bench;

import java.util.List;
import org.yarnp2p.bench.figures.Track;

/**
 * What a measurement has to show.
 *
 * @param title what was measured
 * @param boundSeconds NaN for none
 * @param tracks to be drawn
 * @param lines for people, below the title
 * @param document to be written as JSON
 */
record Findings(
    String title, double boundSeconds, List<Track> tracks, List<String> lines, Object document) {}
