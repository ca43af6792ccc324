package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How often a run is tried again when the fault was not the build's own. */
public record Retry(
    @JsonPropertyDescription(
            "How many more pods a run may have after the first was lost to the cluster, a registry or a network."
                + " Evictions and drained nodes do not count. A failing Dockerfile is not retried.")
        @Default("" + DEFAULT_LIMIT)
        @Min(0)
        @Max(10)
        Integer limit) {
  /** Retries where nothing is said. */
  public static final int DEFAULT_LIMIT = 2;

  public Retry {
    limit = limit == null ? DEFAULT_LIMIT : limit;
  }
}
