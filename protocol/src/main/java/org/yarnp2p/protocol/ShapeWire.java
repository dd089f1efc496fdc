package org.yarnp2p.protocol;

import java.io.IOException;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.protocol.proto.CommonProtos.ShapeProto;

/** Shapes of files, to the wire and back. */
final class ShapeWire {
  private ShapeWire() {}

  static ShapeProto encode(FileShape shape) {
    ShapeProto.Builder message = ShapeProto.newBuilder();
    if (shape.kind() == FileKind.PAYLOAD) {
      return message
          .setKind(ShapeProto.Kind.PAYLOAD)
          .setLength(shape.dataLength())
          .setSegmentSize(shape.segmentSize())
          .build();
    }
    message.setKind(ShapeProto.Kind.INLINE);
    for (int length : shape.inlineLengths()) {
      message.addSegmentLength(length);
    }
    return message.build();
  }

  static FileShape decode(ShapeProto shape) throws IOException {
    return shape.getKind() == ShapeProto.Kind.PAYLOAD ? payload(shape) : inline(shape);
  }

  private static FileShape payload(ShapeProto shape) throws IOException {
    int size = Check.within("shape.segment_size", shape.getSegmentSize(), 1, Integer.MAX_VALUE);
    long length = shape.getLength();
    long longest = (long) size * Limits.SEGMENTS;
    if (length < 0 || length > longest) {
      throw Check.malformed("shape.length", length, "0 to " + longest);
    }
    return FileShape.payload(length, size);
  }

  private static FileShape inline(ShapeProto shape) throws IOException {
    Check.size("shape.segment_length", shape.getSegmentLengthCount(), Limits.SEGMENTS);
    int[] lengths = new int[shape.getSegmentLengthCount()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Check.notNegative("shape.segment_length", shape.getSegmentLength(i));
    }
    return FileShape.inline(lengths);
  }
}
