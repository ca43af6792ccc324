package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How many finished runs are kept, and how long. The latest of each kind is always kept. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record History(
    @JsonPropertyDescription("How many runs that succeeded are kept.")
        @Default("" + DEFAULT_LIMIT)
        @Min(1)
        @Max(100)
        Integer succeeded,
    @JsonPropertyDescription("How many runs that failed or were cancelled are kept.")
        @Default("" + DEFAULT_LIMIT)
        @Min(1)
        @Max(100)
        Integer failed,
    @JsonPropertyDescription(
            "How long a finished run is kept, such as 72h. The latest run stays. For ever where it is left out.")
        @Size(max = Patterns.DURATION_LENGTH)
        @ValidationRule(
            value = Patterns.IS_DURATION + "duration(self) >= duration('1m')",
            message = "a duration of at least 1m, such as 72h")
        @Nullable String ttl) {
  /** Finished runs of each kind that are kept where nothing is said. */
  public static final int DEFAULT_LIMIT = 5;

  public History {
    succeeded = succeeded == null ? DEFAULT_LIMIT : succeeded;
    failed = failed == null ? DEFAULT_LIMIT : failed;
  }
}
