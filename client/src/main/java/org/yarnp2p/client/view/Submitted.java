package org.yarnp2p.client.view;

/**
 * A job that YARN has accepted, for who does not follow it. The fields are those of the JSON form.
 *
 * @param outputDirectory where its outputs or its report will be
 */
public record Submitted(String applicationId, String name, String queue, String outputDirectory) {
  /** What to print, also when all else is to be quiet. */
  public String text(Showing showing) {
    return showing.json() ? JsonText.of(this) : applicationId;
  }
}
