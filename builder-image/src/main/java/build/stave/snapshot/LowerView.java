package build.stave.snapshot;

import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a tree shows, found in its layers by name as overlayfs finds it, without a mount. Costs a
 * few system calls for each name asked for, whatever the size of the tree. Not for several threads.
 */
final class LowerView {
  private static final int CACHED_DIRECTORIES = 2000;

  /**
   * What lies at a path.
   *
   * @param file where its layer has it
   * @param stat null for a device that was left out
   * @param outline whether the content of files is not known
   */
  record Found(String file, @Nullable Stat stat, boolean outline) {
    boolean isDirectory() {
      return stat != null && stat.isDirectory();
    }
  }

  /** A layer's share of a merged directory. */
  private record Part(
      String layer, String directory, NavigableSet<String> devices, boolean outline) {}

  /** A tree that may have to be waited for. */
  interface Below {
    Tree get() throws IOException;
  }

  private final Below below;
  private @Nullable List<Part> roots;

  private final Map<String, List<Part>> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Part>> eldest) {
          return size() > CACHED_DIRECTORIES;
        }
      };

  LowerView(Tree tree) {
    this(() -> tree);
  }

  /**
   * @param below is asked for no earlier than something is looked up
   */
  LowerView(Below below) {
    this.below = below;
  }

  /**
   * What lies at a path of plain names, or null; the path's own symbolic links are not followed.
   */
  @Nullable Found lookup(String path) throws IOException {
    if (path.isEmpty()) {
      List<Part> layers = roots();
      return layers.isEmpty()
          ? null
          : new Found(
              layers.getFirst().layer,
              Files.lstat(layers.getFirst().layer),
              layers.getFirst().outline);
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    for (Part part : parts(parent(path))) {
      String file = part.directory + "/" + name;
      if (part.devices.contains(path)) {
        return new Found(file, null, part.outline);
      }
      Stat stat = Files.lstatOrNull(file);
      if (stat != null) {
        return stat.isOverlayWhiteout() ? null : new Found(file, stat, part.outline);
      }
    }
    return null;
  }

  /** Names in a directory; none where there is no directory. */
  Set<String> children(String directory) throws IOException {
    Set<String> shown = new TreeSet<>(Names::compare);
    Set<String> hidden = new TreeSet<>();
    for (Part part : parts(directory)) {
      String prefix = directory.isEmpty() ? "" : directory + "/";
      for (String device : part.devices.tailSet(prefix)) {
        if (!device.startsWith(prefix)) {
          break;
        }
        String name = device.substring(prefix.length());
        if (name.indexOf('/') < 0 && hidden.add(name)) {
          shown.add(name);
        }
      }
      for (String name : Files.list(part.directory)) {
        boolean whiteout = Files.lstat(part.directory + "/" + name).isOverlayWhiteout();
        if (hidden.add(name) && !whiteout) {
          shown.add(name);
        }
      }
    }
    return shown;
  }

  /** The path of the directory that holds it; of a name in the root, the empty string. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private List<Part> parts(String directory) throws IOException {
    if (directory.isEmpty()) {
      return roots();
    }
    List<Part> known = cache.get(directory);
    if (known == null) {
      known = findParts(directory);
      cache.put(directory, known);
    }
    return known;
  }

  private List<Part> roots() throws IOException {
    if (roots == null) {
      List<Part> layers = new ArrayList<>();
      for (String layer : below.get().highestFirst()) {
        layers.add(
            new Part(
                layer, layer, new TreeSet<>(LeftOutDevices.of(layer)), Layers.isOutline(layer)));
      }
      roots = layers;
    }
    return roots;
  }

  private List<Part> findParts(String directory) throws IOException {
    String name = directory.substring(directory.lastIndexOf('/') + 1);
    List<Part> above = parts(parent(directory));
    List<Part> found = new ArrayList<>();
    for (Part part : above) {
      String path = part.directory + "/" + name;
      if (part.devices.contains(directory)) {
        break;
      }
      Stat stat = Files.lstatOrNull(path);
      if (stat == null) {
        continue;
      }
      if (!stat.isDirectory()) {
        break;
      }
      found.add(new Part(part.layer, path, part.devices, part.outline));
      if (Attributes.isOpaque(path)) {
        break;
      }
    }
    return found;
  }
}
