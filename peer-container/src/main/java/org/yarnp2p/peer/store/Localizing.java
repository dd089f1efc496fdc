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
    int file,
    FileSystem fs,
    LocalFileStore copy,
    ToldDigests told,
    int from,
    int to,
    Unchanged unchanged)
    implements Hashing.Work {
  @Override
  public void run(ByteBuffer buffer, LongConsumer hashed, Publication publication)
      throws IOException, InterruptedException {
    FileShape shape = copy.shape();
    byte[] segmentBytes = new byte[(int) Math.min(shape.segmentSize(), shape.dataLength())];
    HashedBatch batch = new HashedBatch(file, copy, told, unchanged, publication);
    try (FSDataInputStream in = open(shape)) {
      for (int segment = from; segment < to; segment++) {
        Digest digest = copy(in, segment, segmentBytes);
        hashed.accept(shape.segmentLength(segment));
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

  private Digest copy(FSDataInputStream in, int segment, byte[] bytes) throws IOException {
    try {
      int length = copy.shape().segmentLength(segment);
      try {
        in.readFully(bytes, 0, length);
      } catch (EOFException e) {
        unchanged.check();
        throw e;
      }
      ByteBuffer data = ByteBuffer.wrap(bytes, 0, length);
      Digest digest = Digest.of(data);
      copy.fill(segment, data);
      return digest;
    } catch (IOException e) {
      throw unchanged.failed(e);
    }
  }
}
