package org.yarnp2p.conf;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.util.StringUtils;

/** Absolute paths of the nodes, separated by commas; or none. */
public record Directories() implements Rule<List<Path>> {
  @Override
  public Optional<List<Path>> value(String text) {
    List<Path> paths = new ArrayList<>();
    for (String part : StringUtils.getTrimmedStringCollection(text)) {
      try {
        paths.add(Path.of(part).normalize());
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }
    return paths.stream().allMatch(Path::isAbsolute)
        ? Optional.of(List.copyOf(paths))
        : Optional.empty();
  }

  @Override
  public String expected() {
    return "absolute paths of the nodes, without scheme, separated by commas";
  }
}
