package build.stave.crds.v1alpha1;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What to build, and where the image goes.
 *
 * @param source where files come from
 * @param contextDir folder of the source that is the build context; null for all of it
 * @param dockerfile null for {@code Dockerfile} in the context
 * @param target stage to build; null for the last
 * @param platform such as {@code linux/amd64}; null for the builder's own
 * @param args build arguments
 * @param contexts named contexts
 * @param output where the image goes
 */
public record ImageBuildSpec(
    Source source,
    @Nullable String contextDir,
    @Nullable Dockerfile dockerfile,
    @Nullable String target,
    @Nullable String platform,
    @Nullable List<Arg> args,
    @Nullable List<NamedContext> contexts,
    Output output) {

  /**
   * Exactly one is set.
   *
   * @param git a repository
   * @param http an archive
   * @param inline files written in the resource itself
   */
  public record Source(@Nullable Git git, @Nullable Http http, @Nullable Inline inline) {}

  /**
   * A git repository.
   *
   * @param url https, http, ssh or scp-like
   * @param ref null for the default branch
   * @param secretRef Secret with the credentials
   */
  public record Git(String url, @Nullable Ref ref, @Nullable LocalReference secretRef) {}

  /** At most one is set. */
  public record Ref(@Nullable String branch, @Nullable String tag, @Nullable String commit) {}

  /**
   * A tar archive.
   *
   * @param url https or http
   * @param checksum {@code sha256:…}
   */
  public record Http(String url, @Nullable String checksum) {}

  /**
   * Files of the context by path.
   *
   * @param files as text
   * @param binaryFiles in base64
   * @param executable paths of files that get mode 0755 instead of 0644
   */
  public record Inline(
      @Nullable SortedMap<String, String> files,
      @Nullable SortedMap<String, byte[]> binaryFiles,
      @Nullable List<String> executable) {}

  /**
   * Exactly one is set.
   *
   * @param path in the context
   * @param inline the text itself
   */
  public record Dockerfile(@Nullable String path, @Nullable String inline) {}

  /** A build argument. */
  public record Arg(String name, String value) {}

  /**
   * A named context.
   *
   * @param name that the Dockerfile uses
   * @param value {@code docker-image://}, {@code oci-layout://} or a URL
   */
  public record NamedContext(String name, String value) {}

  /**
   * Where the image goes.
   *
   * @param image registry and repository, without a tag
   * @param tags null for {@code latest}; {@code {{ .commit.short }}}, {@code {{ .commit.sha }}} and
   *     {@code {{ .branch }}} are replaced
   * @param labels added to the image
   * @param secretRef Secret with the registry's credentials
   * @param insecure whether plain HTTP or an unknown certificate will do
   */
  public record Output(
      String image,
      @Nullable List<String> tags,
      @Nullable SortedMap<String, String> labels,
      @Nullable LocalReference secretRef,
      boolean insecure) {}

  /** The name of an object in the same namespace. */
  public record LocalReference(String name) {}
}
