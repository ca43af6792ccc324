package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.oci.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be planned.
 *
 * @param dockerfile parsed
 * @param target stage by name (in any case) or number; null for the last
 * @param buildArgs {@code --build-arg} values by name
 * @param platform of the image
 * @param buildPlatform of the machine that builds: the BUILD* arguments
 * @param contexts named contexts by name; they override stages and images
 * @param labels added to the target's configuration, over those of the Dockerfile
 * @param sourceDateEpoch seconds; null where no time is fixed
 */
public record PlanRequest(
    Dockerfile dockerfile,
    @Nullable String target,
    Map<String, String> buildArgs,
    Platform platform,
    Platform buildPlatform,
    Map<String, NamedContext> contexts,
    SortedMap<String, String> labels,
    @Nullable Long sourceDateEpoch) {

  public PlanRequest {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    contexts = Map.copyOf(contexts);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** A request of a machine of its own platform. */
  public PlanRequest(
      Dockerfile dockerfile,
      @Nullable String target,
      Map<String, String> buildArgs,
      Platform platform,
      Map<String, NamedContext> contexts,
      SortedMap<String, String> labels,
      @Nullable Long sourceDateEpoch) {
    this(
        dockerfile,
        target,
        buildArgs,
        platform,
        Platform.local(),
        contexts,
        labels,
        sourceDateEpoch);
  }
}
