package org.yarnp2p.tracker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.security.JobSecret;

/**
 * Makes the views that peers receive: each neighbour with a token by which the receiver may call
 * it, and its distance. Keeps the last view of each rank, since a long poll often ends with the
 * same one. Thread-safe.
 */
final class SwarmViews {
  private final String jobId;
  private final JobSecret secret;
  private final Racks racks;
  private final Map<Rank, SwarmView> last = new ConcurrentHashMap<>();

  /**
   * @param racks should have located the hosts of all peers
   */
  SwarmViews(String jobId, JobSecret secret, Racks racks) {
    this.jobId = jobId;
    this.secret = secret;
    this.racks = racks;
  }

  /** The view of one peer, to be sent to it. */
  SwarmView of(Rank receiver, PeerView view) {
    SwarmView known = last.get(receiver);
    if (known != null && known.version() == view.version()) {
      return known;
    }
    SwarmView made =
        new SwarmView(
            view.version(),
            view.phase(),
            view.neighbours().stream()
                .map(neighbour -> contact(receiver, view.endpoint(), neighbour))
                .toList(),
            view.failure(),
            view.doubted(),
            view.lost());
    last.put(receiver, made);
    return made;
  }

  private Contact contact(Rank receiver, Endpoint from, PeerView.Neighbour neighbour) {
    return new Contact(
        neighbour.member(),
        neighbour.endpoint(),
        secret.token(jobId, receiver, neighbour.member().rank()),
        racks.distance(from.host(), neighbour.endpoint().host()));
  }
}
