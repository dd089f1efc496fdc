package org.yarnp2p.client.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.submit.InstalledProgram;
import org.yarnp2p.client.submit.JobJar;
import org.yarnp2p.client.submit.PromptCloses;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.storage.StorageStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p install}: a program that the nodes keep. */
@Command(
    name = "install",
    customSynopsis = "p2p install [--to DIR] [OPTIONS]",
    description = {
      "Puts p2p.jar, with a class-data archive of it and Hadoop's jars, where nodes keep it from"
          + " one job to the next: containers start sooner.",
      "Runs a small job to learn what they load. Run it on a host with the Java and the Hadoop of"
          + " the nodes, and again when one of them or p2p.jar has changed."
    },
    footer = "Exit codes: 0 installed, 1 the job or the installation failed, 2 bad usage.")
public final class InstallVerb implements Verb {
  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Directory on any Hadoop file system; p2p.job.programs unless said.")
  private String to;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "YARN queue; else p2p.queue.")
  private String queue;

  @Mixin private OutputOptions out;

  /**
   * The result; the fields are those of the JSON form.
   *
   * @param program the file
   * @param bytes its length
   * @param classes in the archive
   */
  record Installed(String program, long bytes, long classes) {}

  /**
   * What is there only while it works.
   *
   * @param above directories that were not there before, the innermost first: they stay when there
   *     is a program in them
   */
  private record Scratch(FileSystem fs, Path stored, List<Path> above, java.nio.file.Path local)
      implements AutoCloseable {
    /** Both directories are removed too where this process is interrupted. */
    static Scratch make(FileSystem fs, Path stored) throws IOException {
      List<Path> above = missing(fs, stored.getParent());
      fs.mkdirs(stored);
      fs.deleteOnExit(stored);
      java.nio.file.Path local = Files.createTempDirectory("p2p-install");
      FileSystem.getLocal(fs.getConf()).deleteOnExit(new Path(local.toUri()));
      return new Scratch(fs, stored, above, local);
    }

    private static List<Path> missing(FileSystem fs, Path directory) throws IOException {
      List<Path> missing = new ArrayList<>();
      for (Path path = directory; path != null && !fs.exists(path); path = path.getParent()) {
        missing.add(path);
      }
      return missing;
    }

    @Override
    public void close() throws IOException {
      fs.delete(stored, true);
      for (Path directory : above) {
        if (fs.listStatus(directory).length > 0) {
          break;
        }
        fs.delete(directory, false);
      }
      FileUtils.deleteDirectory(local.toFile());
    }
  }

  @Override
  public ExitCode run(Session session) throws Exception {
    Configuration conf = session.conf();
    PromptCloses.set(conf);
    if (to != null) {
      conf.set(P2pKeys.PROGRAMS, to);
    }
    Path directory =
        InstalledProgram.directory(conf)
            .orElseThrow(
                () ->
                    new UsageException(
                        "where to? Set --to to a directory of a Hadoop file system, or "
                            + P2pKeys.PROGRAMS));
    Installed installed = install(session, directory);
    out.print(
        session.console(),
        List.of(
            "Installed %s, %s with %d classes"
                .formatted(
                    installed.program(), Quantities.bytes(installed.bytes()), installed.classes()),
            "Jobs of this p2p.jar start from it where " + P2pKeys.PROGRAMS + " is " + directory),
        installed);
    return ExitCode.DONE;
  }

  private Installed install(Session session, Path directory) throws Exception {
    Configuration conf = session.conf();
    java.nio.file.Path jar = JobJar.find(conf);
    FileSystem fs = directory.getFileSystem(conf);
    Path program = new Path(directory, InstalledProgram.name(jar, Instant.now()));
    Path aside = new Path(directory, "." + program.getName());
    try (Scratch scratch = Scratch.make(fs, aside)) {
      say(session, "Running a small job to learn what containers load ...");
      ClassLists lists = new Rehearsal(session, fs, scratch.stored(), Thread::sleep).run(queue);
      say(session, "Making a class-data archive ...");
      java.nio.file.Path made = new ProgramMaker(scratch.local()).make(jar, lists);
      Path part = new Path(scratch.stored(), "program.tar.gz");
      try (OutputStream packed = new StorageStream(fs.create(part))) {
        ProgramMaker.pack(made, packed);
      }
      if (!fs.rename(part, program)) {
        throw new IOException(part + " could not be renamed to " + program);
      }
      return new Installed(program.toString(), fs.getFileStatus(program).getLen(), lists.classes());
    }
  }

  private void say(Session session, String line) {
    if (!out.showing().quiet() && !out.showing().json()) {
      session.console().note(line);
    }
  }
}
