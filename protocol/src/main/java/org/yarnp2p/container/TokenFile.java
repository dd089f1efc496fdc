package org.yarnp2p.container;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;

/** The file with the credentials that a process of the job has been started with. */
public final class TokenFile {
  private TokenFile() {}

  /**
   * Reads it, without the job's configuration, which may be enclosed in it.
   *
   * @param variables environment of the process
   * @throws IOException when they name no such file, or it cannot be read
   */
  public static Credentials read(Map<String, String> variables) throws IOException {
    String file = variables.get(UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION);
    if (file == null) {
      throw new IOException(
          UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION
              + " is not set: a container finds the job's tokens in the file that it names");
    }
    return Credentials.readTokenStorageFile(new File(file), new Configuration(false));
  }
}
