package build.stave.oci;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An image index (OCI image-spec, image-index.md) or Docker manifest list.
 *
 * @param schemaVersion always 2
 * @param mediaType of the index itself; empty where left out
 * @param manifests in the order of preference
 * @param annotations sorted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Index(
    int schemaVersion,
    String mediaType,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<Descriptor> manifests,
    SortedMap<String, String> annotations) {
  public Index(
      int schemaVersion,
      @Nullable String mediaType,
      @Nullable List<Descriptor> manifests,
      @Nullable SortedMap<String, String> annotations) {
    this.schemaVersion = schemaVersion;
    this.mediaType = mediaType == null ? "" : mediaType;
    this.manifests = manifests == null ? List.of() : List.copyOf(manifests);
    this.annotations =
        annotations == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
