package org.yarnp2p.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;

/**
 * Small files of a job that travel among a container's credentials and are put into its working
 * directory when it starts. What a node fetches for a container costs it a connection, some calls
 * of the NameNode and, where Hadoop has no native library, several processes for each file. For one
 * thread.
 */
public final class Enclosure {
  /**
   * Compressed, of all files together: what belongs to an application has to find room in the
   * ResourceManager's store, where ZooKeeper takes 1 MiB.
   */
  static final int MOST_BYTES = 128 << 10;

  private static final String ALIAS = "p2p.file.";

  private final Map<String, byte[]> packed = new HashMap<>();
  private int bytes;
  private boolean full;

  /**
   * Encloses a file if there is room, and none after one for which there was no room.
   *
   * @param name by which it is asked for
   */
  public void add(String name, byte[] content) {
    if (full) {
      return;
    }
    byte[] less = packed(content);
    full = bytes + less.length > MOST_BYTES;
    if (!full) {
      packed.put(name, less);
      bytes += less.length;
    }
  }

  /** What is enclosed in credentials. */
  public static Enclosure of(Credentials credentials) {
    Enclosure found = new Enclosure();
    for (Text alias : credentials.getAllSecretKeys()) {
      String text = alias.toString();
      if (text.startsWith(ALIAS)) {
        byte[] content = credentials.getSecretKey(alias);
        found.packed.put(text.substring(ALIAS.length()), content);
        found.bytes += content.length;
      }
    }
    return found;
  }

  /** Whether a file is enclosed. */
  public boolean has(String name) {
    return packed.containsKey(name);
  }

  /** Puts all files among credentials. */
  public void addTo(Credentials credentials) {
    packed.keySet().forEach(name -> addTo(credentials, name, name));
  }

  /**
   * Puts one file among credentials.
   *
   * @param as its name there
   * @throws IllegalArgumentException when it is not enclosed
   */
  public void addTo(Credentials credentials, String name, String as) {
    if (!has(name)) {
      throw new IllegalArgumentException(name + " is not enclosed");
    }
    credentials.addSecretKey(new Text(ALIAS + as), packed.get(name));
  }

  /** Writes all files into a directory, over those that are there. */
  public void unpack(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : packed.entrySet()) {
      try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(file.getValue()))) {
        Files.copy(in, directory.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static byte[] packed(byte[] content) {
    ByteArrayOutputStream less = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(less)) {
      out.write(content);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return less.toByteArray();
  }
}
