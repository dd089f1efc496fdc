package org.yarnp2p.appmaster.fleet;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.net.CachedDNSToSwitchMapping;
import org.apache.hadoop.net.DNSToSwitchMapping;
import org.apache.hadoop.net.NetworkTopology;

/**
 * Racks as the ResourceManager has them. A strict request counts only with the rack that the
 * scheduler has for the node, and Hadoop's client of the ResourceManager finds that by the topology
 * of its own host, which need not have one.
 *
 * <p>Hadoop makes it from a configuration that {@link #use} has prepared. It asks for nodes by the
 * names in requests; other mappings it would ask for addresses.
 */
public final class NodeRacks extends CachedDNSToSwitchMapping {
  private static final String RACK_OF = "org.yarnp2p.rack.of.";

  private Configuration conf;

  /** For Hadoop. */
  public NodeRacks() {
    super(null);
  }

  /**
   * A configuration by which Hadoop finds these racks; as it was when there are none.
   *
   * @param racks of nodes, by the names in requests
   */
  static Configuration use(Map<String, String> racks, Configuration conf) {
    if (racks.isEmpty()) {
      return conf;
    }
    Configuration copy = new Configuration(conf);
    copy.setClass(
        CommonConfigurationKeysPublic.NET_TOPOLOGY_NODE_SWITCH_MAPPING_IMPL_KEY,
        NodeRacks.class,
        DNSToSwitchMapping.class);
    racks.forEach((node, rack) -> copy.set(RACK_OF + node, rack));
    return copy;
  }

  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
  }

  @Override
  public Configuration getConf() {
    return conf;
  }

  @Override
  public List<String> resolve(List<String> names) {
    return names.stream().map(this::rack).toList();
  }

  private String rack(String node) {
    String rack = conf.getRaw(RACK_OF + node);
    return rack == null ? NetworkTopology.DEFAULT_RACK : rack;
  }

  @Override
  public boolean isSingleSwitch() {
    return false;
  }

  @Override
  public void reloadCachedMappings() {
    // they stay as they are
  }

  @Override
  public void reloadCachedMappings(List<String> names) {
    // they stay as they are
  }
}
