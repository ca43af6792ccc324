package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A git repository. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Git(
    @JsonPropertyDescription(
            "Address of the repository: https, http or ssh, or user@host:path. Credentials belong in"
                + " secretRef, not here.")
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(
            value = Patterns.NO_CREDENTIALS,
            message =
                "leave the credentials out of the URL: secretRef names a Secret that holds them")
        @ValidationRule(
            value =
                "self.matches('^(https?://[^/?# ]+/[^ ]+|ssh://[^/ ]+/[^ ]+|[^:/@ ]+@[^:/ ]+:[^ ]+)$')",
            message =
                "the URL of a repository: https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH")
        String url,
    @JsonPropertyDescription("What to check out. The default branch where it is left out.")
        @ValidationRule(
            value = "[has(self.branch), has(self.tag), has(self.commit)].exists_one(set, set)",
            message = "set one of branch, tag and commit")
        @Nullable Ref ref,
    @JsonPropertyDescription(
            "Secret with the credentials: type kubernetes.io/basic-auth (username, password) for https, type"
                + " kubernetes.io/ssh-auth (ssh-privatekey, and known_hosts) for ssh; ca.crt beside them is"
                + " trusted for this server.")
        @Nullable LocalReference secretRef,
    @JsonPropertyDescription("Whether submodules are fetched, recursively.") @Default("true")
        @Nullable Boolean submodules) {

  /** Whether submodules are fetched; they are where nothing is said. */
  public boolean fetchesSubmodules() {
    return submodules == null || submodules;
  }

  /** What is checked out; exactly one is set. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Ref(
      @JsonPropertyDescription("A branch; its head when the run starts is built.")
          @Size(min = 1, max = 255)
          @ValidationRule(
              value = Patterns.IS_REF,
              message = "a name that git takes, without refs/heads/")
          @Nullable String branch,
      @JsonPropertyDescription("A tag.")
          @Size(min = 1, max = 255)
          @ValidationRule(
              value = Patterns.IS_REF,
              message = "a name that git takes, without refs/tags/")
          @Nullable String tag,
      @JsonPropertyDescription("A commit, as 40 hexadecimal digits.")
          @Size(max = 64)
          @ValidationRule(value = Patterns.IS_COMMIT, message = Patterns.IS_COMMIT_MESSAGE)
          @Nullable String commit) {

    /** The commit alone. */
    public static Ref ofCommit(String commit) {
      return new Ref(null, null, commit);
    }
  }
}
