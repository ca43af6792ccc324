package build.stave.copy;

import build.stave.oci.Digest;
import java.io.IOException;
import java.util.List;

/**
 * The digest of what a COPY selects: all that its result can depend on, and nothing else. Per file
 * its relative name, type, permission bits, owner where it is kept, size, content, link target,
 * device numbers and extended attributes; no times. Every field is length-prefixed.
 */
public final class ContentDigest {
  private ContentDigest() {}

  /**
   * Digests the selection of several sources, in order.
   *
   * @param parents whether names are kept, from the root or {@code /./} on
   * @param excludes patterns relative to each source
   * @throws build.stave.problem.StaveException where a source is missing
   */
  public static Digest of(List<CopySource.Tree> sources, boolean parents, List<String> excludes)
      throws IOException {
    try (var hasher = new ContentHasher()) {
      var lines = new DigestLines(hasher);
      for (CopySource.Tree source : sources) {
        lines.source(source);
        Selection.visit(source, parents, excludes, lines);
      }
      return lines.digest();
    }
  }
}
