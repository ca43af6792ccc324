package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** The image that a run pushed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageStatus(
    @JsonPropertyDescription("Registry and repository.") @Required String name,
    @JsonPropertyDescription("Digest of its manifest, as sha256:… .") @Required String digest,
    @JsonPropertyDescription("Tags that name it.") List<String> tags,
    @JsonPropertyDescription(
            "Bytes that a registry holds of it: manifest, configuration and layers.")
        long size,
    @JsonPropertyDescription("How many layers it has.") int layers) {

  public ImageStatus {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }

  /** The image by its digest, as {@code repository@sha256:…}. */
  public String reference() {
    return name + "@" + digest;
  }
}
