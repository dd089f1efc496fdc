package org.yarnp2p.peer.distribute;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.yarnp2p.peer.store.SharedFiles;

/** Follows how a peer's wanted files arrive. By any thread. */
public interface Arrivals {
  /** The files are known; what is held of them may be recorded from now on. Once. */
  void follow(SharedFiles files);

  /** A file has its final name. */
  void arrived(int file) throws IOException;

  /**
   * All files have arrived. Before the tracker learns of it. Once, and again when segments that had
   * gone bad have come anew.
   */
  void complete() throws IOException;

  /**
   * For a job that is no distribution.
   *
   * @param finished told each file that has its final name
   */
  static Arrivals finishing(IntConsumer finished) {
    return new Arrivals() {
      @Override
      public void follow(SharedFiles files) {}

      @Override
      public void arrived(int file) {
        finished.accept(file);
      }

      @Override
      public void complete() {}
    };
  }
}
