package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to build, how, and where the image goes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!self.?triggers.?git.hasValue() || has(self.source.git)",
    message = "triggers.git needs source.git")
@ValidationRule(
    value = "!self.?triggers.?git.hasValue() || !self.source.?git.?ref.?commit.hasValue()",
    message = "triggers.git watches a branch or a tag; source.git.ref names a commit")
@ValidationRule(
    value =
        "has(self.source.git) || !self.output.tags.exists(tag, tag.matches('[{]{2} ?[.]commit'))",
    message = "output.tags: {{ .commit… }} needs source.git")
@ValidationRule(
    value =
        "(has(self.source.git) && !self.source.git.?ref.?tag.hasValue() &&"
            + " !self.source.git.?ref.?commit.hasValue()) ||"
            + " !self.output.tags.exists(tag, tag.matches('[{]{2} ?[.]branch'))",
    message = "output.tags: {{ .branch }} needs source.git with a branch")
@JsonClassDescription("What to build, how, and where the image goes.")
public record ImageBuildSpec(
    @JsonPropertyDescription("Where files come from.") @Required Source source,
    @JsonPropertyDescription(
            "Folder of the source that is the build context. All of it where it is left out.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = Patterns.IS_PATH, message = Patterns.IS_PATH_MESSAGE)
        @Nullable String contextDir,
    @JsonPropertyDescription("Which Dockerfile. Dockerfile in the context where it is left out.")
        @Nullable DockerfileRef dockerfile,
    @JsonPropertyDescription("Stage to build. The last where it is left out.")
        @Size(min = 1, max = 255)
        @ValidationRule(
            value = "self.matches('^[a-zA-Z0-9][-a-zA-Z0-9_.]*$')",
            message = "name or number of a stage")
        @Nullable String target,
    @JsonPropertyDescription(
            "Platform of the image, such as linux/amd64. The node's where it is left out.")
        @Size(max = 64)
        @ValidationRule(
            value =
                "self.matches('^linux/(amd64(/v[1-4])?|arm64(/v8)?|arm(/v[5-7])?|386|ppc64le|s390x|riscv64)$')",
            message = "a platform, such as linux/amd64, linux/arm64 or linux/arm/v7")
        @Nullable String platform,
    @JsonPropertyDescription("Build arguments.")
        @Size(max = 128)
        @ValidationRule(
            value = "self.all(a, self.exists_one(b, a.name == b.name))",
            message = "an argument is given once")
        List<Arg> args,
    @JsonPropertyDescription("Contexts beside the source.")
        @Size(max = 32)
        @ValidationRule(
            value = "self.all(a, self.exists_one(b, a.name == b.name))",
            message = "a name is given once")
        List<NamedContext> contexts,
    @JsonPropertyDescription("Secrets for RUN --mount=type=secret. A step sees those it asks for.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(a, self.exists_one(b, a.id == b.id))",
            message = "an id is given once")
        List<RunSecret> secrets,
    @JsonPropertyDescription("Keys for RUN --mount=type=ssh.")
        @Size(max = 16)
        @ValidationRule(
            value = "self.all(a, self.exists_one(b, a.id == b.id))",
            message = "an id is given once")
        List<RunSsh> ssh,
    @JsonPropertyDescription(
            "Secrets of type kubernetes.io/dockerconfigjson to pull base images with, beside output.secretRef.")
        @Size(max = 16)
        List<LocalReference> pullSecrets,
    @JsonPropertyDescription("Where the image goes.") @Required Output output,
    @JsonPropertyDescription("How long a run may take with all its retries, such as 1h30m.")
        @Default(DEFAULT_TIMEOUT)
        @Size(max = Patterns.DURATION_LENGTH)
        @ValidationRule(
            value =
                Patterns.IS_DURATION
                    + "duration(self) >= duration('1s') && duration(self) <= duration('168h')",
            message = "a duration of 1s to 168h, such as 1h30m")
        String timeout,
    @JsonPropertyDescription("Retries of what failed for no fault of the build.")
        @Nullable Retry retry,
    @JsonPropertyDescription("How many finished runs are kept.") @Nullable History history,
    @JsonPropertyDescription("Whether no run is started. One that has begun goes on.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "How the steps are kept apart from the builder and the node. Nested: in a user namespace inside the"
                + " pod's own; Pod Security admits the pod at baseline.")
        @Default("Nested")
        Isolation isolation,
    @JsonPropertyDescription("Settings of the pod that builds.") @Nullable BuilderPod builder,
    @JsonPropertyDescription(
            "Where finished steps are kept, and looked for. The image is the same without.")
        @Nullable Cache cache,
    @JsonPropertyDescription("What starts a run beside a change of this spec.")
        @Nullable Triggers triggers) {
  /** Time of a run where nothing is said. */
  public static final String DEFAULT_TIMEOUT = "1h";

  public ImageBuildSpec {
    args = args == null ? List.of() : List.copyOf(args);
    contexts = contexts == null ? List.of() : List.copyOf(contexts);
    secrets = secrets == null ? List.of() : List.copyOf(secrets);
    ssh = ssh == null ? List.of() : List.copyOf(ssh);
    pullSecrets = pullSecrets == null ? List.of() : List.copyOf(pullSecrets);
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
    isolation = isolation == null ? Isolation.Nested : isolation;
  }

  /** Whether no run is started. */
  @JsonIgnore
  public boolean isSuspended() {
    return suspend != null && suspend;
  }

  /** Retries of a run that failed for no fault of its own. */
  public int retries() {
    return retry == null ? Retry.DEFAULT_LIMIT : retry.limit();
  }
}
