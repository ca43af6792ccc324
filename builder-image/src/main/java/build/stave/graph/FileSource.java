package build.stave.graph;

import build.stave.oci.Digest;
import org.jspecify.annotations.Nullable;

/** One source of a COPY or ADD, expanded. */
public sealed interface FileSource {
  /**
   * A path or pattern in a tree.
   *
   * @param from the tree
   * @param pattern relative to its root, cleaned, {@code ..} clamped; empty for all of it; with
   *     {@code --parents} a {@code /./} in it divides what is left out from what is kept
   */
  record Path(Input from, String pattern) implements FileSource {}

  /** A heredoc, expanded where it asks for it. */
  record Inline(String name, String content) implements FileSource {}

  /** A file from the web. */
  record Http(String url, @Nullable Digest checksum) implements FileSource {}

  /**
   * A git repository.
   *
   * @param url with {@code #ref:subdir}
   * @param checksum commit it must be, or null
   * @param keepGitDir whether {@code .git} stays
   */
  record Git(String url, @Nullable String checksum, boolean keepGitDir) implements FileSource {}
}
