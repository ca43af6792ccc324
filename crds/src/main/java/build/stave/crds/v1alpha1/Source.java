package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Where files come from: exactly one of git, http, oci and inline, and files added to it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "[has(self.git), has(self.http), has(self.oci), has(self.inline)].exists_one(set, set)",
    message = "set exactly one of git, http, oci and inline")
public record Source(
    @JsonPropertyDescription("A git repository.") @Nullable Git git,
    @JsonPropertyDescription("A tar archive on a web server.") @Nullable Http http,
    @JsonPropertyDescription(
            "An OCI artifact: its layers are unpacked (tar) or written (files, by their title annotation).")
        @Nullable OciArtifact oci,
    @JsonPropertyDescription("Files written in this resource.") @Nullable Inline inline,
    @JsonPropertyDescription(
            "ConfigMaps and Secrets whose keys are added as files. They become part of the build context: what a"
                + " COPY takes of a Secret is in the image. Use secrets for what a RUN alone may see.")
        @Size(max = 32)
        List<AddedFiles> files) {

  public Source {
    files = files == null ? List.of() : List.copyOf(files);
  }

  /** A tar archive, plain or compressed with gzip, bzip2, xz or zstd. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Http(
      @JsonPropertyDescription("Address of the archive: https or http.")
          @Required
          @Size(max = 2048)
          @ValidationRule(
              value = Patterns.NO_CREDENTIALS,
              message = "leave the credentials out of the URL")
          @ValidationRule(
              value = "self.matches('^https?://[^/?# ]+/[^ ]*$')",
              message = "the URL of an archive, such as https://example.com/app.tar.gz")
          String url,
      @JsonPropertyDescription("What the archive must hash to, as sha256:… .")
          @Size(max = 128)
          @ValidationRule(
              value = "self.matches('^sha256:[0-9a-f]{64}$')",
              message = "a SHA-256, as sha256: and 64 hexadecimal digits")
          @Nullable String checksum) {}

  /** An artifact in a registry. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record OciArtifact(
      @JsonPropertyDescription("Reference of the artifact, with a tag or a digest.")
          @Required
          @Size(min = 1, max = 512)
          @ValidationRule(
              value = "self.matches('" + Patterns.REFERENCE + "')",
              message = "an artifact, such as registry.example.com/team/app:1.0")
          String image,
      @JsonPropertyDescription("Secret of type kubernetes.io/dockerconfigjson to fetch it with.")
          @Nullable LocalReference secretRef) {}

  /** Files of the context by path. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value =
          "(has(self.files) ? self.files.map(p, size(self.files[p])).sum() : 0)"
              + " + (has(self.binaryFiles) ? self.binaryFiles.map(p, size(self.binaryFiles[p])).sum() : 0) <= "
              + Inline.MAX_SIZE,
      message = "the files are more than 768 KiB together: use git, http or oci")
  @ValidationRule(
      value =
          "!has(self.executable) || self.executable.all(p, has(self.files) && p in self.files ||"
              + " has(self.binaryFiles) && p in self.binaryFiles)",
      message = "executable names a path that is not among the files")
  public record Inline(
      @JsonPropertyDescription("Content by path, as text.")
          @Size(max = 1000)
          @ValidationRule(value = Patterns.HAS_PATHS, message = Patterns.HAS_PATHS_MESSAGE)
          @Nullable SortedMap<String, @Size(max = MAX_SIZE) String> files,
      @JsonPropertyDescription("Content by path, in base64.")
          @Size(max = 1000)
          @ValidationRule(value = Patterns.HAS_PATHS, message = Patterns.HAS_PATHS_MESSAGE)
          @Nullable SortedMap<String, byte[]> binaryFiles,
      @JsonPropertyDescription("Paths of files that get mode 0755 instead of 0644.")
          @Size(max = 1000)
          List<@Size(min = 1, max = 1024) String> executable) {
    /** Characters of all files of a resource: they and the job are one ConfigMap in the end. */
    static final int MAX_SIZE = 786_432;

    public Inline {
      executable = executable == null ? List.of() : List.copyOf(executable);
    }
  }

  /** The keys of a ConfigMap or a Secret as files; exactly one is set. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "has(self.configMap) != has(self.secret)",
      message = "set one of configMap and secret")
  @JsonClassDescription("The keys of a ConfigMap or a Secret as files; exactly one is set.")
  public record AddedFiles(
      @JsonPropertyDescription("ConfigMap whose keys become files.")
          @Nullable LocalReference configMap,
      @JsonPropertyDescription("Secret whose keys become files.") @Nullable LocalReference secret,
      @JsonPropertyDescription(
              "Folder of the source that they are put into. The root where it is left out.")
          @Size(max = 1024)
          @ValidationRule(value = Patterns.IS_PATH, message = Patterns.IS_PATH_MESSAGE)
          @Nullable String path) {}
}
