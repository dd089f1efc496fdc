package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a bounded number of files open, so that a job of many files needs few descriptors. The one
 * unused for longest is closed first. Files in use at this moment are never closed, so there may be
 * as many above the bound as threads use files. One that takes long to open or to close holds up
 * nobody who uses others. Thread-safe.
 *
 * @param <F> what an open file is
 */
public final class OpenFiles<F extends Closeable> implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

  private final int most;
  private final Map<Object, Entry<F>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Held for reading while a file is opened: the end, which holds it for writing, comes after. */
  private final ReadWriteLock opening = new ReentrantReadWriteLock();

  /** Held while unused files are closed for want of descriptors. */
  private final Object givingUp = new Object();

  /** How many have been closed so; changes under {@link #givingUp}. */
  private volatile int givenUp;

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
    Entry<F> entry = borrow(key);
    boolean well = false;
    try {
      T result = use.with(open(entry, opener));
      well = true;
      return result;
    } finally {
      giveBack(key, entry, well);
    }
  }

  /** Closes a file, at once or when its last use ends. */
  public void close(Object key) {
    boolean unused;
    Entry<F> entry;
    synchronized (this) {
      entry = entries.remove(key);
      unused = entry != null && entry.retire();
    }
    if (unused) {
      entry.close();
    }
  }

  /** Closes all files; those in use when their use ends. None is opened any more. */
  @Override
  public void close() {
    List<Entry<F>> unused = new ArrayList<>();
    opening.writeLock().lock();
    try {
      synchronized (this) {
        closed = true;
        entries.values().stream().filter(Entry::retire).forEach(unused::add);
        entries.clear();
      }
    } finally {
      opening.writeLock().unlock();
    }
    unused.forEach(Entry::close);
  }

  /** How many files are open, or being opened. */
  synchronized int size() {
    return entries.size();
  }

  private Entry<F> borrow(Object key) throws IOException {
    List<Entry<F>> unused = List.of();
    Entry<F> entry;
    synchronized (this) {
      mustNotBeClosed();
      entry = entries.get(key);
      if (entry == null) {
        unused = takeUnused(most - 1);
        entry = new Entry<>();
        entries.put(key, entry);
      }
      entry.users++;
    }
    unused.forEach(Entry::close);
    return entry;
  }

  private void giveBack(Object key, Entry<F> entry, boolean well) {
    boolean unused;
    synchronized (this) {
      entry.users--;
      if (!well) {
        entries.remove(key, entry);
        entry.retired = true;
      }
      unused = entry.retired && entry.users == 0;
    }
    if (unused) {
      entry.close();
    }
  }

  /** By the first who uses it; the others wait for that. */
  private F open(Entry<F> entry, Opener<F> opener) throws IOException {
    synchronized (entry) {
      if (entry.file == null) {
        opening.readLock().lock();
        try {
          mustNotBeClosed();
          entry.file = open(opener);
        } finally {
          opening.readLock().unlock();
        }
      }
      return entry.file;
    }
  }

  /** Where the process is short of descriptors, those that are not in use are given up for it. */
  private F open(Opener<F> opener) throws IOException {
    int before = givenUp;
    try {
      return opener.open();
    } catch (IOException e) {
      if (!giveUpUnused(before)) {
        throw e;
      }
      LOG.info(
          "Could not open a file, trying again with those closed that were not in use: {}",
          e.toString());
      return opener.open();
    }
  }

  /**
   * Closes what is not in use; one thread at a time, so that who finds nothing left knows what
   * others have closed.
   *
   * @param before how many had been closed so when there was no descriptor
   * @return whether there may be one now
   */
  private boolean giveUpUnused(int before) {
    synchronized (givingUp) {
      List<Entry<F>> unused = takeUnused(0);
      unused.forEach(Entry::close);
      givenUp += unused.size();
      return givenUp != before;
    }
  }

  private synchronized void mustNotBeClosed() throws IOException {
    if (closed) {
      throw new IOException("the peer is closing its files");
    }
  }

  /**
   * Takes out the ones unused for longest, until no more than so many are left.
   *
   * @return to be closed
   */
  private synchronized List<Entry<F>> takeUnused(int left) {
    List<Entry<F>> unused = new ArrayList<>();
    Iterator<Entry<F>> eldest = entries.values().iterator();
    while (entries.size() > left && eldest.hasNext()) {
      Entry<F> entry = eldest.next();
      if (entry.users == 0) {
        eldest.remove();
        unused.add(entry);
      }
    }
    return unused;
  }

  /** Its users, and whether it gets new ones, are counted under the lock of all. */
  private static final class Entry<F extends Closeable> {
    /** Null as long as it is not open. */
    private F file;

    private int users;
    private boolean retired;

    /** No new use; whether nobody uses it now, so that it is to be closed. */
    boolean retire() {
      retired = true;
      return users == 0;
    }

    synchronized void close() {
      if (file == null) {
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
