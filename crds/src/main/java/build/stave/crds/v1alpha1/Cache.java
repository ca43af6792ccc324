package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where finished steps are kept, and looked for. What is built does not depend on it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Cache(
    @JsonPropertyDescription(
            "Keeps steps in a registry. Credentials are those of output.secretRef and pullSecrets.")
        @Nullable Registry registry,
    @JsonPropertyDescription(
            "Keeps steps, base images and the directories of RUN --mount=type=cache on a volume.")
        @Nullable Volume volume,
    @JsonPropertyDescription(
            "Whether the image says which steps its own layers are. It is looked for under output.tags, and where"
                + " readFrom of another build names it.")
        @Nullable Boolean inline,
    @JsonPropertyDescription(
            "Whether each step is done anew, whatever the caches have; they get the new results.")
        @Nullable Boolean disabled) {

  /** Whether the image is a cache of its own layers. */
  public boolean describesImage() {
    return inline != null && inline;
  }

  /** Whether no step is taken from a cache. */
  public boolean buildsAnew() {
    return disabled != null && disabled;
  }

  /** Steps as layers in a registry. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Registry(
      @JsonPropertyDescription(
              "Reference that is read and written. The image's repository with the tag cache where it is left"
                  + " out.")
          @Size(min = 1, max = 512)
          @ValidationRule(
              value = "self.matches('^" + Patterns.REPOSITORY + Patterns.TAG + "$')",
              message = "a reference with a tag, such as registry.example.com/team/app:cache")
          @Nullable String ref,
      @JsonPropertyDescription(
              "References that are read and never written: caches of other builds, and images with an inline cache.")
          @Size(max = 16)
          @ValidationRule(
              value = "self.all(ref, ref.matches('" + Patterns.REFERENCE + "'))",
              message = "references such as registry.example.com/team/app:cache")
          List<@Size(min = 1, max = 512) String> readFrom) {
    /** Tag of a cache where nothing is said. */
    public static final String DEFAULT_TAG = "cache";

    public Registry {
      readFrom = readFrom == null ? List.of() : List.copyOf(readFrom);
    }
  }

  /** A volume that builds of a namespace share. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Volume(
      @JsonPropertyDescription(
              "PersistentVolumeClaim in the namespace of this resource. Its file system is a local one, such as"
                  + " ext4 or xfs on a disk; ReadWriteOnce will do, for any number of builds on a node.")
          @Required
          @Size(max = 253)
          @Pattern(Patterns.OBJECT_NAME)
          String claimName,
      @JsonPropertyDescription(
              "Which steps of the volume are read and written: builds of one scope trust each other.")
          @Default(DEFAULT_SCOPE)
          @Size(min = 1, max = SCOPE_LENGTH)
          @ValidationRule(value = "self.matches('" + SCOPE + "')", message = SCOPE_MESSAGE)
          String scope,
      @JsonPropertyDescription("Scopes that are read and never written.")
          @Size(max = 16)
          @ValidationRule(
              value = "self.all(scope, scope.matches('" + SCOPE + "'))",
              message = SCOPE_MESSAGE)
          List<@Size(min = 1, max = SCOPE_LENGTH) String> readFrom,
      @JsonPropertyDescription(
              "Size that the builder keeps the volume's content below, such as 20Gi: what was not used for"
                  + " longest goes first.")
          @Size(max = 16)
          @ValidationRule(
              value = "self.matches('" + Sizes.PATTERN + "')",
              message =
                  "a size of a whole number with a unit (k, M, G, T, Ki, Mi, Gi, Ti), such as 20Gi")
          @Nullable String quota) {
    /** Scope of a build where nothing is said. */
    public static final String DEFAULT_SCOPE = "default";

    private static final String SCOPE = "^[a-zA-Z0-9][-a-zA-Z0-9_.]*$";
    private static final String SCOPE_MESSAGE =
        "letters, digits, '-', '_' and '.', not one of the signs first";
    static final int SCOPE_LENGTH = 128;

    public Volume {
      scope = scope == null ? DEFAULT_SCOPE : scope;
      readFrom = readFrom == null ? List.of() : List.copyOf(readFrom);
    }
  }
}
