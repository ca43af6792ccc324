package build.stave.source;

import java.util.Optional;

/**
 * A context that lies ready.
 *
 * @param root absolute path, escaped as {@link build.stave.linux.Names}
 * @param commit full hash, of a git repository
 * @param commitTime of the committer, seconds since 1970
 */
public record SourceTree(String root, Optional<String> commit, Optional<Long> commitTime) {
  static SourceTree of(String root) {
    return new SourceTree(root, Optional.empty(), Optional.empty());
  }
}
