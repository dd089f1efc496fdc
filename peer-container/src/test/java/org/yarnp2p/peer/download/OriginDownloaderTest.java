package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.RateLimit;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OriginReader;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.Storage;
import org.yarnp2p.peer.swarm.Action;

class OriginDownloaderTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final SegmentRef ZERO = new SegmentRef(0, 0);
  private static final long PATIENCE_MILLIS = 1000;

  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicLong nanos = new AtomicLong(1);
  private Intake intake;

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @Test
  void readThatStorageForbidsEndsThePeerAtOnceAndForGood() throws Exception {
    read(downloader("failing:///in/f"), new AccessControlException("Permission denied: user=ann"));
    assertThat(failures)
        .singleElement()
        .isInstanceOf(IncurableException.class)
        .asString()
        .contains("rank 1 could not read", "failing:///in/f", "user=ann", "let the job's user");
  }

  @Test
  void readThatThisHostForbidsIsTheFaultOfTheNode() throws Exception {
    read(downloader("file:///in/f"), new FileNotFoundException("/in/f (Permission denied)"));
    assertThat(failures).singleElement().isInstanceOf(UnfitNodeException.class);
  }

  @Test
  void readThatFailsOtherwiseIsTriedForAWhile() throws Exception {
    OriginDownloader downloader = downloader("failing:///in/f");
    read(downloader, new IOException("no live nodes contain the block"));
    assertThat(failures).isEmpty();
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
    read(downloader, new IOException("no live nodes contain the block"));
    assertThat(failures)
        .singleElement()
        .isInstanceOf(UnfitNodeException.class)
        .asString()
        .contains("no live nodes", "see that the path is whole and that this host can read it");
  }

  @Test
  void readsMayFailForAsLongAsOthersReadAndPassOn() throws Exception {
    OriginDownloader downloader = downloader("failing:///in/f");
    read(downloader, new IOException("no route to host"));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
    comesFromAPeer(0);
    read(downloader, new IOException("no route to host"));
    assertThat(failures).isEmpty();
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
    read(downloader, new IOException("no route to host"));
    assertThat(failures).singleElement().isInstanceOf(UnfitNodeException.class);
  }

  @Test
  void readThatFailsWithAnUncheckedExceptionIsTriedForAWhileToo() throws Exception {
    OriginDownloader downloader = downloader("failing:///in/f");
    read(downloader, new IllegalArgumentException("Relative path in absolute URI: .a:b.crc"));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
    read(downloader, new IllegalArgumentException("Relative path in absolute URI: .a:b.crc"));
    assertThat(failures)
        .singleElement()
        .isInstanceOf(UnfitNodeException.class)
        .asString()
        .contains("rank 1 could not read", "failing:///in/f", ".a:b.crc");
  }

  private void read(OriginDownloader downloader, Exception trouble) throws Exception {
    Failing.trouble = () -> trouble;
    downloader.read(new Action.ReadOrigin(7, ZERO));
    thread.submit(() -> {}).get();
  }

  private void comesFromAPeer(int segment) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
    Intake.Taken taken = intake.begin(new SegmentRef(0, segment), Digest.of(bytes));
    taken.part(bytes.duplicate());
    assertThat(taken.end()).isEqualTo(Intake.End.HELD);
  }

  private OriginDownloader downloader(String uri) throws IOException {
    Configuration conf = new Configuration();
    conf.setClass("fs.failing.impl", Failing.class, RawLocalFileSystem.class);
    conf.setClass("fs.file.impl", Failing.class, RawLocalFileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    InlineStore store = new InlineStore(FileShape.inline(new int[] {3}));
    SharedFiles files =
        new SharedFiles(
            List.of(
                new SharedFile(
                    new PlannedFile(0, "f", FileKind.PAYLOAD, 3, new Origin(uri, 3, 0)),
                    store.shape(),
                    store,
                    true,
                    false,
                    new Manifest(Map.of()))));
    Progress progress = new Progress(nanos::get);
    intake = new Intake(SELF.rank(), files, progress, 0, RateLimit.NONE, got -> {}, failures::add);
    OriginReader reader =
        new OriginReader(new Storage(UserGroupInformation.getCurrentUser(), conf), 1);
    Surroundings around =
        new Surroundings(
            SELF, null, null, null, null, reader, new EventQueue(100), progress, nanos::get);
    return new OriginDownloader(
        around,
        files,
        intake,
        RateLimit.NONE,
        thread,
        PATIENCE_MILLIS,
        why -> failures.add(new IllegalStateException(why)),
        failures::add);
  }

  /** Throws what it is told to when a file is opened, and does not tell its status either. */
  public static final class Failing extends RawLocalFileSystem {
    private static volatile Supplier<Exception> trouble;
    private URI uri;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
      uri = name;
      super.initialize(name, conf);
    }

    @Override
    public URI getUri() {
      return uri == null ? super.getUri() : uri;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      Exception told = trouble.get();
      if (told instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw (IOException) told;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      throw new IOException("no status");
    }
  }
}
