package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A context beside the source, that FROM and COPY --from can name. */
@JsonClassDescription("A context that FROM, COPY --from and RUN --mount=from can name.")
public record NamedContext(
    @JsonPropertyDescription("Name that the Dockerfile uses.")
        @Required
        @Size(min = 1, max = 255)
        @Pattern("^\\S+$")
        String name,
    @JsonPropertyDescription(
            "docker-image://REFERENCE, or the URL of a git repository or an archive.")
        @Required
        @Size(max = 2048)
        @ValidationRule(
            value = Patterns.NO_CREDENTIALS,
            message = "leave the credentials out of the URL")
        @ValidationRule(
            value =
                "self.matches('^(docker-image://|https?://|ssh://|git://|[^ :/@]+@[^ :/]+:)[^ ]+$')",
            message = "docker-image://REFERENCE, or the URL of a git repository or an archive")
        String value) {}
