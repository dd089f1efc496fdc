package org.yarnp2p.appmaster.fleet;

import java.util.List;
import java.util.function.Function;
import org.yarnp2p.model.Rank;

/**
 * How the processes of a {@link ProcessFleet} are placed on this host.
 *
 * @param commandPrefix words before the java command of a rank, such as {@code ip netns exec
 *     p2p-3}; mostly none
 * @param host name or address under which the other ranks reach a rank; also asked for {@link
 *     Rank#APPLICATION_MASTER}, whose umbilical then listens there
 */
public record ProcessOptions(
    Function<Rank, List<String>> commandPrefix, Function<Rank, String> host) {
  private static final String LOOPBACK = "127.0.0.1";

  /** All ranks on the loopback interface of this host. */
  public static ProcessOptions plain() {
    return new ProcessOptions(rank -> List.of(), rank -> LOOPBACK);
  }
}
