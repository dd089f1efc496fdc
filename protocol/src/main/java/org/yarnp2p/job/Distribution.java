package org.yarnp2p.job;

import java.util.List;
import java.util.Objects;

/**
 * What makes a job a distribution: every rank wants all files of the plan, whose names are paths
 * below one directory of its node, and each file has an origin.
 *
 * @param target absolute path of that directory on each node; {@code {host}} and {@code {rank}} in
 *     it stand for the node's name and the rank
 * @param nodes where rank 1, 2, ... N are to run: host names as the ResourceManager knows them
 * @param minNodes how many nodes must have everything for the job to succeed, 1..N
 * @param nodeWaitMillis how long a node may take to start its container before the job goes on
 *     without it, in ms
 * @param verify how a copy that is there already is checked
 * @param preserve whether modification times and permissions are those of the source
 * @param delete whether files are removed that an earlier distribution put there and that the
 *     source no longer has
 * @param reserveBytes how much of the target's disk must stay free
 * @param directories below the target, the empty ones too, parents first
 * @param attributes of the files, by their ids
 * @param absent nodes that were asked for and could not take part, so that no rank is for them: a
 *     line for each, with the reason
 * @param stored where blocks of sources are stored, as far as it was known when the job was
 *     planned: of some files all blocks, of the others none
 */
public record Distribution(
    String target,
    List<String> nodes,
    int minNodes,
    long nodeWaitMillis,
    Verify verify,
    boolean preserve,
    boolean delete,
    long reserveBytes,
    List<Directory> directories,
    List<Attributes> attributes,
    List<String> absent,
    List<StoredBlock> stored) {

  /** How a copy that is there already is checked. */
  public enum Verify {
    /** Its length and modification time must be those that the earlier distribution noted. */
    SIZE,
    /** Its bytes must have the digests that the earlier distribution noted. */
    DIGEST
  }

  /**
   * Of a file or directory of the source.
   *
   * @param permission such as 0644
   * @param modificationTime ms since the epoch
   */
  public record Attributes(int permission, long modificationTime) {}

  /**
   * A directory below the target.
   *
   * @param path with {@code /} between names, none at either end
   */
  public record Directory(String path, Attributes attributes) {}

  /**
   * A part of a source.
   *
   * @param file id in the plan
   * @param offset of its first byte
   * @param length bytes
   * @param hosts that have it; names and addresses
   */
  public record StoredBlock(int file, long offset, long length, List<String> hosts) {
    /** Copies the list. */
    public StoredBlock {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * @throws IllegalArgumentException when there is no node, or a number makes no sense
   */
  public Distribution {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(verify, "verify");
    nodes = List.copyOf(nodes);
    directories = List.copyOf(directories);
    attributes = List.copyOf(attributes);
    absent = List.copyOf(absent);
    stored = List.copyOf(stored);
    if (minNodes < 1 || minNodes > nodes.size()) {
      throw new IllegalArgumentException("minNodes " + minNodes + ": expected 1.." + nodes.size());
    }
    if (nodeWaitMillis < 1 || reserveBytes < 0) {
      throw new IllegalArgumentException(
          "nodeWaitMillis " + nodeWaitMillis + ", reserveBytes " + reserveBytes);
    }
  }

  /**
   * To all nodes that were asked for, of sources that may be stored anywhere.
   *
   * @throws IllegalArgumentException when there is no node, or a number makes no sense
   */
  public Distribution(
      String target,
      List<String> nodes,
      int minNodes,
      long nodeWaitMillis,
      Verify verify,
      boolean preserve,
      boolean delete,
      long reserveBytes,
      List<Directory> directories,
      List<Attributes> attributes) {
    this(
        target,
        nodes,
        minNodes,
        nodeWaitMillis,
        verify,
        preserve,
        delete,
        reserveBytes,
        directories,
        attributes,
        List.of(),
        List.of());
  }

  /**
   * The target directory of one rank.
   *
   * @param rank 1..N
   */
  public String targetOf(int rank) {
    return target.replace("{host}", nodes.get(rank - 1)).replace("{rank}", Integer.toString(rank));
  }
}
