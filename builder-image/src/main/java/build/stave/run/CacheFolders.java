package build.stave.run;

import build.stave.linux.FileLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a store keeps cache directories: {@code caches/ID/NUMBER}. Each has a lock beside those of
 * the store's layers, whose time is that of the last use.
 */
final class CacheFolders {
  private static final String PARTIAL = ".partial";

  private final Path root;
  private final Path locks;

  /** Makes the folders. */
  CacheFolders(Path store) throws IOException {
    root = Files.createDirectories(store.resolve("caches"));
    locks = Files.createDirectories(store.resolve("locks"));
  }

  Path place(String id, int number) {
    return root.resolve(id).resolve(Integer.toString(number));
  }

  /** The file to lock for a directory. */
  Path lock(Path place) {
    return locks.resolve("mount-" + root.relativize(place).toString().replace('/', '-'));
  }

  /** Where a directory is while it is removed. */
  static Path partial(Path place) {
    return place.resolveSibling(place.getFileName() + PARTIAL);
  }

  /** All directories that are whole. What is left of others is removed. */
  List<Path> all() throws IOException {
    List<Path> places = new ArrayList<>();
    for (Path id : list(root)) {
      for (Path place : list(id)) {
        String name = place.getFileName().toString();
        if (name.endsWith(PARTIAL)) {
          String whole = name.substring(0, name.length() - PARTIAL.length());
          clean(place, place.resolveSibling(whole));
        } else {
          places.add(place);
        }
      }
    }
    return places;
  }

  private void clean(Path partial, Path place) throws IOException {
    try (FileLock alone = FileLock.tryExclusive(lock(place).toString())) {
      if (alone != null) {
        build.stave.linux.Files.removeTree(partial.toString());
        if (!Files.exists(place)) {
          alone.removeFile();
        }
      }
    }
  }

  /** Makes a directory whose parent another process may be removing, since it is empty. */
  static void make(Path place) throws IOException {
    while (true) {
      try {
        Files.createDirectories(place);
        return;
      } catch (NoSuchFileException e) {
        FileLock.pause();
      }
    }
  }

  /** Removes the folder of an id where it holds nothing any more. */
  static void removeEmpty(Path id) throws IOException {
    try {
      Files.deleteIfExists(id);
    } catch (DirectoryNotEmptyException e) {
      // Nor is it to be removed.
    }
  }

  /** What is in a folder; nothing, where somebody has removed it. */
  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
