package build.stave.bench.work;

import java.util.List;

/**
 * Builds that follow each other in one registry, for one builder after the other.
 *
 * @param rounds how often at most
 * @param memory the pod's limit, in bytes
 * @param registryCache whether builds share a cache in the registry
 * @param peers whether peers do it too
 */
public record Work(
    String id, List<Phase> phases, int rounds, long memory, boolean registryCache, boolean peers) {
  private static final long MEMORY = 2L << 30;

  static Work of(String id, Phase... phases) {
    return new Work(id, List.of(phases), Integer.MAX_VALUE, MEMORY, false, true);
  }

  Work withRegistryCache() {
    return new Work(id, phases, rounds, memory, true, peers);
  }

  Work atMost(int most) {
    return new Work(id, phases, most, memory, registryCache, peers);
  }

  Work in(long limit) {
    return new Work(id, phases, rounds, limit, registryCache, peers);
  }

  Work alone() {
    return new Work(id, phases, rounds, memory, registryCache, false);
  }

  /** Whether a builder that keeps what it did can save something in it. */
  public boolean incremental() {
    return registryCache || phases.stream().anyMatch(phase -> !phase.fresh());
  }
}
