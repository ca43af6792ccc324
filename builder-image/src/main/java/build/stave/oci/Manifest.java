package build.stave.oci;

import build.stave.problem.Problem;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An image manifest (OCI image-spec, manifest.md), OCI's or Docker's.
 *
 * @param schemaVersion always 2
 * @param mediaType of the manifest itself; empty where an old OCI manifest leaves it out
 * @param config descriptor of the image configuration
 * @param layers lowest first
 * @param annotations sorted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int schemaVersion,
    String mediaType,
    Descriptor config,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<Descriptor> layers,
    SortedMap<String, String> annotations) {
  public Manifest(
      int schemaVersion,
      @Nullable String mediaType,
      @Nullable Descriptor config,
      @Nullable List<Descriptor> layers,
      @Nullable SortedMap<String, String> annotations) {
    if (config == null) {
      throw Problem.remote("", "a manifest without a configuration").exception();
    }
    this.schemaVersion = schemaVersion;
    this.mediaType = mediaType == null ? "" : mediaType;
    this.config = config;
    this.layers = layers == null ? List.of() : List.copyOf(layers);
    this.annotations =
        annotations == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
