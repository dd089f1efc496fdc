package org.yarnp2p.peer.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * Copies neighbouring segments of a file to the work directory and hashes them on the way.
 *
 * @param file id in the job's plan
 * @param fs where the file is
 * @param copy takes the segments
 * @param from the first segment
 * @param to one after the last segment
 * @param unchanged knows the file
 */
record Localizing(
    int file, FileSystem fs, LocalFileStore copy, int from, int to, Unchanged unchanged)
    implements Hashing.Work {
  @Override
  public void run(ByteBuffer buffer, LongConsumer hashed, Publication publication)
      throws IOException, InterruptedException {
    FileShape shape = copy.shape();
    byte[] segmentBytes = new byte[(int) Math.min(shape.segmentSize(), shape.dataLength())];
    HashedBatch batch = new HashedBatch(file, copy, unchanged, publication);
    try (FSDataInputStream in = open(shape)) {
      for (int segment = from; segment < to; segment++) {
        ByteBuffer data = ByteBuffer.wrap(segmentBytes, 0, shape.segmentLength(segment));
        Digest digest = copy(in, segment, data);
        hashed.accept(data.limit());
        batch.add(segment, digest);
      }
    }
    batch.publish();
  }

  private FSDataInputStream open(FileShape shape) throws IOException {
    try {
      FSDataInputStream in = fs.open(unchanged.status().getPath());
      if (from > 0) {
        in.seek(shape.outputOffset(from));
      }
      return in;
    } catch (IOException e) {
      throw unchanged.failed(e);
    }
  }

  private Digest copy(FSDataInputStream in, int segment, ByteBuffer data) throws IOException {
    try {
      try {
        in.readFully(data.array(), 0, data.limit());
      } catch (EOFException e) {
        unchanged.check();
        throw e;
      }
      Digest digest = Digest.of(data);
      copy.fill(segment, data);
      return digest;
    } catch (IOException e) {
      throw unchanged.failed(e);
    }
  }
}
