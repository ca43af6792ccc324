package build.stave.graph;

import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import java.util.List;

/**
 * A stage that the target needs.
 *
 * @param index in the Dockerfile, from 0
 * @param name lower case; empty where it has none
 * @param base what it starts from
 * @param steps in order; WORKDIR / and metadata have no layer
 * @param config configuration at its end; its layers and history are still those of the base
 * @param address content address of its end
 */
public record PlannedStage(
    int index, String name, Base base, List<Step> steps, ImageConfig config, Digest address) {
  public PlannedStage {
    steps = List.copyOf(steps);
  }
}
