package org.yarnp2p.bench.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;

/**
 * The files of a swarm. There are no bytes: a segment's content is the digest that it has.
 *
 * @param files as planned
 * @param shapes of the files, by id
 * @param right what each segment is
 */
record Content(List<PlannedFile> files, List<FileShape> shapes, Map<SegmentRef, Digest> right) {
  /**
   * Up to three files: the second is a quarter of the segments and ends with a short one, the last
   * is empty.
   *
   * @param segments of all files together, from 1
   * @param segmentSize bytes
   */
  static Content of(int segments, int segmentSize, boolean origin) {
    int second = segments / 4;
    List<PlannedFile> files = new ArrayList<>();
    List<FileShape> shapes = new ArrayList<>();
    Map<SegmentRef, Digest> right = new LinkedHashMap<>();
    for (int count :
        second == 0 ? new int[] {segments} : new int[] {segments - second, second, 0}) {
      int id = files.size();
      long length = (long) count * segmentSize - (count == second ? segmentSize / 2 : 0);
      String name = "file" + (id + 1);
      Origin from = origin ? new Origin("hdfs:///" + name, length, 1) : null;
      files.add(new PlannedFile(id, name, FileKind.PAYLOAD, segmentSize, from));
      shapes.add(FileShape.payload(length, segmentSize));
      for (int segment = 0; segment < count; segment++) {
        right.put(new SegmentRef(id, segment), digest(id, segment, 0));
      }
    }
    return new Content(List.copyOf(files), List.copyOf(shapes), right);
  }

  /** What a segment is when its bytes are wrong. */
  static Digest wrong(SegmentRef segment) {
    return digest(segment.file(), segment.segment(), 1);
  }

  int length(SegmentRef segment) {
    return shapes.get(segment.file()).segmentLength(segment.segment());
  }

  private static Digest digest(int file, int segment, int version) {
    return Digest.of(ByteBuffer.allocate(12).putInt(file).putInt(segment).putInt(version).flip());
  }
}
