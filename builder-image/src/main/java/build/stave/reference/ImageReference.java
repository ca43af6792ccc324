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

  /**
   * Parses a name as a person writes it: {@code busybox}, {@code host:5000/a/b:tag@sha256:…}.
   *
   * @throws build.stave.problem.StaveException where it is malformed
   */
  public static ImageReference parse(String text) {
    throw new UnsupportedOperationException(text);
  }

  /** The tag, or {@code latest} where there is neither tag nor digest. */
  public @Nullable String tagOrLatest() {
    return tag == null && digest == null ? "latest" : tag;
  }

  /** Registry and repository. */
  public String name() {
    return registry + "/" + repository;
  }

  /** The same repository, by digest alone. */
  public ImageReference withDigest(Digest other) {
    return new ImageReference(registry, repository, null, other);
  }

  /** The same repository, by tag alone. */
  public ImageReference withTag(String other) {
    return new ImageReference(registry, repository, other, null);
  }

  @Override
  public String toString() {
    return name()
        + (tagOrLatest() == null ? "" : ":" + tagOrLatest())
        + (digest == null ? "" : "@" + digest);
  }
}
