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
 * Copies a file to the work directory and hashes it on the way.
 *
 * @param fs where the file is
 * @param copy takes the segments
 * @param unchanged knows the file
 */
record Localizing(FileSystem fs, LocalFileStore copy, Unchanged unchanged) implements Hashing.Work {
  @Override
  public void run(ByteBuffer buffer, LongConsumer hashed) throws IOException {
    FileShape shape = copy.shape();
    byte[] segmentBytes = new byte[(int) Math.min(shape.segmentSize(), shape.dataLength())];
    try (FSDataInputStream in = fs.open(unchanged.status().getPath())) {
      for (int segment = 0; segment < shape.segmentCount(); segment++) {
        int length = shape.segmentLength(segment);
        try {
          in.readFully(segmentBytes, 0, length);
        } catch (EOFException e) {
          unchanged.check();
          throw e;
        }
        ByteBuffer data = ByteBuffer.wrap(segmentBytes, 0, length);
        copy.write(segment, Digest.of(data), data);
        hashed.accept(length);
      }
      unchanged.check();
    } catch (IOException e) {
      throw unchanged.failed(e);
    }
  }
}
