package build.stave.layout;

import build.stave.oci.Descriptor;
import build.stave.reference.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an index names images. As buildx does, {@code ref.name} is the tag, which skopeo and umoci
 * ask for, and containerd's annotation is the full name, which {@code ctr}, {@code nerdctl} and
 * docker import under.
 */
final class Names {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String CONTAINERD = "io.containerd.image.name";

  private Names() {}

  /**
   * Entries of an index for one image, one for each name, or one without a name. Where two names
   * have the same tag, the later one's {@code ref.name} is the full name, so that none is
   * ambiguous.
   */
  static List<Descriptor> entries(Descriptor manifest, List<String> names) {
    if (names.isEmpty()) {
      return List.of(manifest.withAnnotations(Map.of()));
    }
    List<Descriptor> entries = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String name : names) {
      ImageReference reference = ImageReference.parse(name);
      String tag = tag(reference);
      String full = reference.name() + ":" + tag;
      var annotations = new TreeMap<String, String>();
      annotations.put(CONTAINERD, full);
      annotations.put(REF_NAME, taken.add(tag) ? tag : full);
      if (entries.stream().noneMatch(entry -> full.equals(entry.annotations().get(CONTAINERD)))) {
        entries.add(manifest.withAnnotations(annotations));
      }
    }
    return entries;
  }

  /** The tag an image is stored under; a name by digest alone has none, so it is the default. */
  static String tag(ImageReference reference) {
    return Objects.requireNonNullElse(reference.tag(), "latest");
  }

  /** An index's entries with new ones in the place of those that had their names. */
  static List<Descriptor> merge(List<Descriptor> existing, List<Descriptor> added) {
    List<Descriptor> merged = new ArrayList<>();
    for (Descriptor old : existing) {
      if (added.stream().noneMatch(entry -> replaces(entry, old))) {
        merged.add(old);
      }
    }
    merged.addAll(added);
    return merged;
  }

  /** Whether a person who asks for this name means this entry. */
  static boolean isNamed(Descriptor entry, String name) {
    return name.equals(entry.annotations().get(REF_NAME))
        || name.equals(entry.annotations().get(CONTAINERD));
  }

  /** What to call an entry in a message. */
  static String describe(Descriptor entry) {
    @Nullable String name = entry.annotations().get(REF_NAME);
    return name == null ? entry.digest().toString() : name;
  }

  private static boolean replaces(Descriptor entry, Descriptor old) {
    @Nullable String name = entry.annotations().get(REF_NAME);
    @Nullable String oldName = old.annotations().get(REF_NAME);
    return name == null
        ? oldName == null && old.digest().equals(entry.digest())
        : name.equals(oldName);
  }
}
