package org.yarnp2p.peer.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/** The lines of an inline file, in memory. */
public final class InlineStore implements SegmentStore {
  private static final String THIS = "inline file";

  private final FileShape shape;
  private final AtomicReferenceArray<byte[]> lines;
  private final Ledger ledger;
  private final SegmentWriters writers;

  /** Nothing is held yet, and nobody is told what is later. */
  public InlineStore(FileShape shape) {
    this(shape, lines -> SegmentLog.NONE);
  }

  private InlineStore(FileShape shape, Function<IntFunction<ByteBuffer>, SegmentLog> log) {
    this.shape = shape;
    lines = new AtomicReferenceArray<>(shape.segmentCount());
    ledger = new Ledger(shape.segmentCount(), log.apply(this::line));
    writers = new SegmentWriters(shape, ledger, this::put);
  }

  /**
   * Of what a rank wants: nothing is held yet.
   *
   * @param file id in the job's plan
   * @param journal records what is held
   */
  public static InlineStore wanted(int file, FileShape shape, Journal journal) {
    return new InlineStore(shape, lines -> journal.inline(file, shape, lines));
  }

  /** The same with what an earlier life of the rank has recorded. */
  public static InlineStore continued(int file, RecordedFile recorded, Journal journal)
      throws IOException {
    InlineStore store = wanted(file, recorded.shape(), journal);
    for (Map.Entry<Integer, byte[]> line : recorded.lines().entrySet()) {
      ByteBuffer data = ByteBuffer.wrap(line.getValue());
      store.write(line.getKey(), Digest.of(data), data);
    }
    return store;
  }

  /**
   * Holds all of these lines.
   *
   * @param lines bytes of each, not to be changed afterwards
   */
  public static InlineStore of(List<byte[]> lines) {
    byte[][] all = lines.toArray(byte[][]::new);
    InlineStore store =
        new InlineStore(FileShape.inline(Stream.of(all).mapToInt(line -> line.length).toArray()));
    for (int i = 0; i < all.length; i++) {
      store.lines.set(i, all[i]);
      store.ledger.enter(i, Digest.of(ByteBuffer.wrap(all[i])));
    }
    return store;
  }

  @Override
  public FileShape shape() {
    return shape;
  }

  @Override
  public BitSet held() {
    return ledger.held();
  }

  @Override
  public Optional<Digest> digest(int segment) {
    return ledger.digest(segment);
  }

  @Override
  public ByteBuffer read(int segment) throws IOException {
    ledger.mustHold(segment, THIS);
    return ByteBuffer.wrap(lines.get(segment)).asReadOnlyBuffer();
  }

  @Override
  public boolean write(int segment, Digest digest, ByteBuffer data) throws IOException {
    return writers.write(segment, digest, data);
  }

  @Override
  public Optional<SegmentWriter> begin(int segment) {
    return writers.begin(segment);
  }

  @Override
  public Optional<SegmentWriter> gather(int segment) {
    return writers.gather(segment);
  }

  @Override
  public void check(int segment) throws IOException {
    ledger.mustHold(segment, THIS);
  }

  @Override
  public void send(int segment, int offset, int count, WritableByteChannel target)
      throws IOException {
    ByteBuffer data = read(segment).slice(offset, count);
    while (data.hasRemaining()) {
      target.write(data);
    }
  }

  @Override
  public boolean discard(int segment) {
    return writers.discard(segment);
  }

  @Override
  public void writeOutput(OutputStream out) throws IOException {
    ledger.mustHoldAll(THIS);
    for (int i = 0; i < lines.length(); i++) {
      if (i > 0) {
        out.write('\n');
      }
      out.write(lines.get(i));
    }
  }

  private ByteBuffer line(int segment) {
    return ByteBuffer.wrap(lines.get(segment));
  }

  /** Memory is freed with the object. */
  @Override
  public void close() {}

  /**
   * A line that has been handed out is never changed: the first bytes of a writer begin another.
   */
  private void put(int segment, int offset, ByteBuffer bytes) {
    if (offset == 0) {
      lines.set(segment, new byte[shape.segmentLength(segment)]);
    }
    bytes.get(lines.get(segment), offset, bytes.remaining());
  }
}
