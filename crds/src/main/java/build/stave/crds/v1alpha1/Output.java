package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the image goes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Output(
    @JsonPropertyDescription(
            "Registry and repository, without a tag: registry.example.com/team/app.")
        @Required
        @Size(max = 255)
        @ValidationRule(
            value = "!self.matches('@|:[^/]*$')",
            message = "leave the tag or digest out: tags are written in output.tags")
        @ValidationRule(
            value = "self.matches('^" + Patterns.REPOSITORY + "(:[^/]*)?(@.*)?$')",
            message =
                "registry and repository, the latter in lower case, such as registry.example.com/team/app")
        String image,
    @JsonPropertyDescription(
            "Tags. Templates are replaced: {{ .commit.sha }}, {{ .commit.short }} (12 digits), {{ .branch }}"
                + " (characters that no tag has become -), {{ .date }} (2026-01-31, UTC), {{ .run }} (number of the"
                + " run).")
        @Default("[\"latest\"]")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value =
                "self.all(tag, tag.matches('^([a-zA-Z0-9_]|"
                    + TEMPLATE
                    + ")([a-zA-Z0-9_.-]|"
                    + TEMPLATE
                    + ")*$'))",
            message =
                "a tag has letters, digits, '_', '.' and '-', does not begin with '.' or '-', and knows the templates"
                    + " {{ .commit.sha }}, {{ .commit.short }}, {{ .branch }}, {{ .date }} and {{ .run }}")
        @ValidationRule(
            value = "self.all(tag, tag.contains('{{') || size(tag) <= 128)",
            message = "a tag has at most 128 characters")
        List<@Size(min = 1, max = 256) String> tags,
    @JsonPropertyDescription("Labels added to the image's configuration.") @Size(max = 256)
        SortedMap<String, @Size(max = 65536) String> labels,
    @JsonPropertyDescription("Annotations added to the image's manifest.") @Size(max = 256)
        SortedMap<String, @Size(max = 65536) String> annotations,
    @JsonPropertyDescription("Secret of type kubernetes.io/dockerconfigjson to push with.")
        @Nullable LocalReference secretRef,
    @JsonPropertyDescription(
            "Whether plain HTTP, or a certificate that nobody vouches for, will do.")
        @Nullable Boolean insecure,
    @JsonPropertyDescription("Certificate authority of the registry.") @Nullable Authority ca) {
  /** In a tag, as a regular expression. */
  private static final String TEMPLATE =
      "[{]{2} ?[.](commit[.](sha|short)|branch|date|run) ?[}]{2}";

  /** What an image is called that nobody tagged. */
  public static final String DEFAULT_TAG = "latest";

  public Output {
    tags = tags == null || tags.isEmpty() ? List.of(DEFAULT_TAG) : List.copyOf(tags);
    labels = labels == null ? new TreeMap<>() : labels;
    annotations = annotations == null ? new TreeMap<>() : annotations;
  }

  /** Whether certificates are not checked; they are where nothing is said. */
  public boolean allowsInsecure() {
    return insecure != null && insecure;
  }

  /** Exactly one is set. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "has(self.configMapKeyRef) != has(self.secretKeyRef)",
      message = "set one of configMapKeyRef and secretKeyRef")
  public record Authority(
      @JsonPropertyDescription("Key of a ConfigMap that holds certificates in PEM.")
          @Nullable KeyReference configMapKeyRef,
      @JsonPropertyDescription("Key of a Secret that holds certificates in PEM.")
          @Nullable KeyReference secretKeyRef) {}
}
