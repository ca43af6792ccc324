package build.stave.engine;

import build.stave.reference.ImageReference;
import java.nio.file.Path;
import java.util.List;

/** Where a finished image goes. */
public sealed interface Output {
  /**
   * To a registry, under each name.
   *
   * @param names all with a tag
   */
  record Registry(List<ImageReference> names) implements Output {
    public Registry {
      names = List.copyOf(names);
    }
  }

  /** To a folder as an OCI image layout; added to one that is there. */
  record Layout(Path folder) implements Output {}

  /** To a tar archive of an OCI image layout. */
  record OciArchive(Path file) implements Output {}

  /** To an archive that {@code docker load} reads. */
  record DockerArchive(Path file) implements Output {}
}
