package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a bounded number of files open, so that a job of many files needs few descriptors. The one
 * unused for longest is closed first. Files in use at this moment are never closed, so there may be
 * as many above the bound as threads use files. Thread-safe.
 *
 * @param <F> what an open file is
 */
public final class OpenFiles<F extends Closeable> implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

  private final int most;
  private final Map<Object, Entry<F>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /**
   * @param most files kept open, from 1
   */
  public OpenFiles(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least one file must be open, got " + most);
    }
    this.most = most;
  }

  /** Opens a file. */
  @FunctionalInterface
  public interface Opener<F> {
    /** Called when the file is not open. */
    F open() throws IOException;
  }

  /** Works with an open file. */
  @FunctionalInterface
  public interface Use<F, T> {
    /** The file stays open until this returns; it must not be kept. */
    T with(F file) throws IOException;
  }

  /**
   * Uses a file, which is opened when it is not. After an exception the file is opened anew for the
   * next use.
   *
   * @param key names the file among all of this object
   */
  public <T> T use(Object key, Opener<F> opener, Use<F, T> use) throws IOException {
    Entry<F> entry = borrow(key, opener);
    boolean well = false;
    try {
      T result = use.with(entry.file);
      well = true;
      return result;
    } finally {
      giveBack(key, entry, well);
    }
  }

  /** Closes a file, at once or when its last use ends. */
  public synchronized void close(Object key) {
    Entry<F> entry = entries.remove(key);
    if (entry != null) {
      entry.retire();
    }
  }

  /** Closes all files; those in use when their use ends. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(Entry::retire);
    entries.clear();
  }

  /** How many files are open. */
  synchronized int size() {
    return entries.size();
  }

  private synchronized Entry<F> borrow(Object key, Opener<F> opener) throws IOException {
    if (closed) {
      throw new IOException("the peer is closing its files");
    }
    Entry<F> entry = entries.get(key);
    if (entry == null) {
      closeUnused(most - 1);
      entry = new Entry<>(open(opener));
      entries.put(key, entry);
    }
    entry.users++;
    return entry;
  }

  private synchronized void giveBack(Object key, Entry<F> entry, boolean well) {
    entry.users--;
    if (!well && entries.get(key) == entry) {
      entries.remove(key);
      entry.retired = true;
    }
    if (entry.retired) {
      entry.retire();
    }
  }

  /** Where the process is short of descriptors, those that are not in use are given up for it. */
  private F open(Opener<F> opener) throws IOException {
    try {
      return opener.open();
    } catch (IOException e) {
      int before = entries.size();
      closeUnused(0);
      if (entries.size() == before) {
        throw e;
      }
      LOG.info("Could not open a file, trying again with {} closed: {}", before, e.toString());
      return opener.open();
    }
  }

  /** The ones unused for longest first, until no more than so many are open. */
  private void closeUnused(int left) {
    Iterator<Entry<F>> eldest = entries.values().iterator();
    while (entries.size() > left && eldest.hasNext()) {
      Entry<F> entry = eldest.next();
      if (entry.users == 0) {
        eldest.remove();
        entry.retire();
      }
    }
  }

  private static final class Entry<F extends Closeable> {
    final F file;
    int users;
    boolean retired;

    Entry(F file) {
      this.file = file;
    }

    /** No new use; closes as soon as there is no user. */
    void retire() {
      retired = true;
      if (users > 0) {
        return;
      }
      try {
        file.close();
      } catch (IOException e) {
        LOG.warn("Could not close a file: {}", e.toString());
      }
    }
  }
}
