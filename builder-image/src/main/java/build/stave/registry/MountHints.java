package build.stave.registry;

import build.stave.oci.Digest;
import build.stave.reference.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * Where blobs are known to be: a registry can then take a blob over from another of its
 * repositories instead of having it sent.
 *
 * @param repositories by blob, likeliest first
 */
public record MountHints(Map<Digest, List<ImageReference>> repositories) {
  /** Nothing is known. */
  public static final MountHints NONE = new MountHints(Map.of());

  public MountHints {
    repositories = Map.copyOf(repositories);
  }

  /** Other repositories of the target's registry. */
  List<ImageReference> sources(Digest blob, ImageReference target) {
    return repositories.getOrDefault(blob, List.of()).stream()
        .filter(source -> source.registry().equals(target.registry()))
        .filter(source -> !source.repository().equals(target.repository()))
        .distinct()
        .toList();
  }
}
