package build.stave.reference;

import build.stave.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image (distribution/reference grammar, normalised as Docker does).
 *
 * @param registry host with port, such as {@code docker.io}
 * @param repository such as {@code library/busybox}
 * @param tag null where none was written
 * @param digest null where none was written; wins over the tag
 */
public record ImageReference(
    String registry, String repository, @Nullable String tag, @Nullable Digest digest) {

  /** The registry of a name without a host. */
  public static final String DOCKER_HUB = "docker.io";

  /**
   * Parses a name as a person writes it: {@code busybox}, {@code host:5000/a/b:tag@sha256:…}.
   *
   * @throws build.stave.problem.StaveException where it is malformed
   */
  public static ImageReference parse(String text) {
    return new ReferenceParser(text).parse();
  }

  /** The tag, or {@code latest} where there is neither tag nor digest. */
  public @Nullable String tagOrLatest() {
    return tag == null && digest == null ? "latest" : tag;
  }

  /** Registry and repository. */
  public String name() {
    return registry + "/" + repository;
  }

  /**
   * The shortest name that means the same repository, as {@code docker images} shows it: {@code
   * busybox}, {@code team/shop}, {@code host:5000/a}.
   */
  public String familiarName() {
    if (!registry.equals(DOCKER_HUB)) {
      return name();
    }
    String official = "library/";
    boolean single =
        repository.startsWith(official) && repository.indexOf('/', official.length()) < 0;
    return single ? repository.substring(official.length()) : repository;
  }

  /** {@link #familiarName()} with tag and digest: for messages and Docker archives. */
  public String familiar() {
    return familiarName() + suffix();
  }

  /** The same repository, by digest alone. */
  public ImageReference withDigest(Digest other) {
    return new ImageReference(registry, repository, null, other);
  }

  /**
   * The same repository, by tag alone.
   *
   * @throws build.stave.problem.StaveException where the tag is malformed
   */
  public ImageReference withTag(String other) {
    return new ImageReference(registry, repository, ReferenceParser.tag(other, other), null);
  }

  @Override
  public String toString() {
    return name() + suffix();
  }

  private String suffix() {
    return (tagOrLatest() == null ? "" : ":" + tagOrLatest())
        + (digest == null ? "" : "@" + digest);
  }
}
