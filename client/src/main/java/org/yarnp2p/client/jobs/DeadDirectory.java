package org.yarnp2p.client.jobs;

import java.io.IOException;

/** Something that nobody needs any more. */
interface DeadDirectory {
  /** For people. */
  String path();

  /** Why it may go. */
  String why();

  /** Removes it with all it holds. */
  void remove() throws IOException;
}
