package build.stave.bench.builder;

import java.nio.file.Path;

/**
 * Where a builder works.
 *
 * @param state the folder that holds everything it keeps: empty in a fresh pod
 * @param cgroup path of the control group that steps must stay below
 * @param memory the pod's limit, in bytes
 */
public record Place(Path state, String cgroup, long memory) {
  /** The address of a builder's server there. */
  String socket() {
    return "unix://" + state.resolve("socket");
  }
}
