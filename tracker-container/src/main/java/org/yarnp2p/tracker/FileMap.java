package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.yarnp2p.job.PlannedFile;

/** The tracker's map: files to segments to the ranks that hold them. Not thread-safe. */
final class FileMap {
  private final List<MappedFile> byId;
  private final NavigableMap<String, MappedFile> byName = new TreeMap<>();

  /**
   * @param files of the job, the id of each its index
   */
  FileMap(List<PlannedFile> files) {
    byId = files.stream().map(MappedFile::new).toList();
    byId.forEach(file -> byName.put(file.name(), file));
  }

  /**
   * The file with an id.
   *
   * @throws IOException when the job has no such file
   */
  MappedFile file(int id) throws IOException {
    if (id < 0 || id >= byId.size()) {
      throw new IOException("file id " + id + " is not one of this job's " + byId.size());
    }
    return byId.get(id);
  }

  /**
   * The file with a name.
   *
   * @throws IOException when the job has no such file
   */
  MappedFile named(String name) throws IOException {
    MappedFile file = byName.get(name);
    if (file == null) {
      throw new IOException("this job has no file named '" + name + "'");
    }
    return file;
  }

  /** All files in the order of their ids. */
  List<MappedFile> files() {
    return byId;
  }

  /** Whether all digests of what ranks hold from their input are told; linear in the files. */
  boolean allTold() {
    return byId.stream().allMatch(MappedFile::allTold);
  }

  /** All names, sorted. Never changes: any thread. */
  Collection<String> names() {
    return Collections.unmodifiableSet(byName.navigableKeySet());
  }
}
