package build.stave.run;

import build.stave.linux.FileLock;
import build.stave.linux.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a store keeps cache directories: {@code caches/ID/NUMBER}. Each has a lock beside those of
 * the store's layers, whose time is that of the last use.
 */
final class CacheFolders {
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

  /** All directories that are whole. What is left of others is removed. */
  List<Path> all() throws IOException {
    List<Path> places = new ArrayList<>();
    for (Path id : SharedFolders.list(root)) {
      for (Path place : SharedFolders.list(id)) {
        Path whole = SharedFolders.whole(place);
        if (whole.equals(place)) {
          places.add(place);
        } else {
          clean(place, whole);
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
}
