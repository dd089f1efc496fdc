package org.yarnp2p.peer.download;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.PeerCalls;
import org.yarnp2p.protocol.PeerClient;

/** The connections to the neighbours; one is opened when it is first used. Thread-safe. */
public final class PeerLinks implements PeerDirectory, ContactDirectory, Closeable {
  private final IpcDialer dialer;
  private final Map<Rank, Link> links = new HashMap<>();

  /**
   * @param dialer opens connections
   */
  public PeerLinks(IpcDialer dialer) {
    this.dialer = dialer;
  }

  private static final class Link {
    final Contact contact;
    private PeerClient client;
    private boolean closed;

    Link(Contact contact) {
      this.contact = contact;
    }

    synchronized PeerClient client(IpcDialer dialer) throws IOException {
      if (closed) {
        throw new IOException(contact.member() + " is not a neighbour any more");
      }
      if (client == null) {
        client = dialer.peer(contact);
      }
      return client;
    }

    synchronized void close() {
      closed = true;
      if (client != null) {
        client.close();
      }
    }
  }

  /** These are the neighbours now; connections to others, and to former lives, are closed. */
  public synchronized void update(Collection<Contact> neighbours) {
    Map<Rank, Link> former = new HashMap<>(links);
    links.clear();
    for (Contact contact : neighbours) {
      Link link = former.get(contact.member().rank());
      if (link == null || !sameProcess(link.contact, contact)) {
        link = new Link(contact);
      } else {
        former.remove(contact.member().rank());
      }
      links.put(contact.member().rank(), link);
    }
    former.values().forEach(Link::close);
  }

  @Override
  public PeerCalls peer(Rank rank) throws IOException {
    return link(rank).client(dialer);
  }

  @Override
  public Contact contact(Rank rank) throws IOException {
    return link(rank).contact;
  }

  /** Closes all connections. */
  @Override
  public synchronized void close() {
    links.values().forEach(Link::close);
    links.clear();
  }

  private synchronized Link link(Rank rank) throws IOException {
    Link link = links.get(rank);
    if (link == null) {
      throw new IOException(rank + " is not a neighbour any more");
    }
    return link;
  }

  private static boolean sameProcess(Contact one, Contact other) {
    return one.member().equals(other.member()) && one.endpoint().equals(other.endpoint());
  }
}
