package build.stave.source;

import java.util.List;
import java.util.Optional;

/**
 * A context that lies ready.
 *
 * @param root absolute path, escaped as {@link build.stave.linux.Names}
 * @param commit full hash, of a git repository
 * @param commitTime of the committer, seconds since 1970
 * @param dated whether the times of the files are of any meaning
 * @param notes what a person should know of it
 */
public record SourceTree(
    String root,
    Optional<String> commit,
    Optional<Long> commitTime,
    boolean dated,
    List<String> notes) {
  public SourceTree {
    notes = List.copyOf(notes);
  }

  static SourceTree of(String root) {
    return new SourceTree(root, Optional.empty(), Optional.empty(), false, List.of());
  }
}
