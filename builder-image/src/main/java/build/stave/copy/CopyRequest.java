package build.stave.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One COPY or ADD.
 *
 * @param root absolute path of the root file system to change
 * @param sources in order
 * @param destination absolute inside the root; ends in {@code /} or {@code /.} where it is meant as
 *     a directory
 * @param owner of all that is made, or null: of the source for {@link CopySource.Origin#IMAGE},
 *     else 0:0
 * @param chmod octal or symbolic as GNU chmod takes it, or null
 * @param parents whether the sources' directories are kept, from {@code /./} on where it is written
 * @param excludes patterns as in .dockerignore, relative to each source
 * @param link whether the root is an independent layer, in which sources replace what earlier
 *     sources left of another type
 * @param epoch modification time, seconds since 1970, of what has none that counts: files of
 *     contexts, heredocs, made parent directories
 */
public record CopyRequest(
    String root,
    List<CopySource> sources,
    String destination,
    @Nullable Owner owner,
    @Nullable String chmod,
    boolean parents,
    List<String> excludes,
    boolean link,
    long epoch) {
  public CopyRequest {
    sources = List.copyOf(sources);
    excludes = List.copyOf(excludes);
  }
}
