package build.stave.snapshot;

import build.stave.linux.FileLock;
import build.stave.linux.Mounts;
import build.stave.linux.SharedFolders;
import build.stave.linux.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Folders of builds, each with a lock that its process holds while it lives. */
final class BuildFolders {
  private static final String LOCK = "build-";

  private final Path root;
  private final Path locks;
  private final Uses uses;
  private final Layers layers;

  BuildFolders(Path root, Path locks, Uses uses, Layers layers) {
    this.root = root;
    this.locks = locks;
    this.uses = uses;
    this.layers = layers;
  }

  Build create() throws IOException {
    while (true) {
      String name = UUID.randomUUID().toString();
      // Locked before the folder exists: a folder without a locked file is a leftover.
      FileLock lock = FileLock.tryExclusive(locks.resolve(LOCK + name).toString());
      if (lock != null) {
        uses.beginBuild();
        return new Build(
            Files.createDirectory(root.resolve(name)), layers, () -> release(name, lock));
      }
    }
  }

  void removeLeftovers() throws IOException {
    for (Path folder : SharedFolders.list(root)) {
      String name = folder.getFileName().toString();
      try (FileLock lock = FileLock.tryExclusive(locks.resolve(LOCK + name).toString())) {
        if (lock != null) {
          remove(folder);
          lock.removeFile();
        }
      }
    }
  }

  /** When the oldest of the running builds began. */
  Optional<Instant> oldest() throws IOException {
    Instant oldest = null;
    for (Path lock : SharedFolders.list(locks)) {
      Stat stat = build.stave.linux.Files.lstatOrNull(lock.toString());
      if (stat != null && lock.getFileName().toString().startsWith(LOCK) && isHeld(lock)) {
        Instant began = stat.modified();
        oldest = oldest == null || began.isBefore(oldest) ? began : oldest;
      }
    }
    return Optional.ofNullable(oldest);
  }

  private static boolean isHeld(Path file) throws IOException {
    try (FileLock lock = FileLock.tryExclusive(file.toString())) {
      if (lock != null) {
        // Of a build that was killed; its folder needs no lock to be a leftover.
        lock.removeFile();
      }
      return lock == null;
    }
  }

  /** Unmounts and removes the folder of a build. */
  static void remove(Path folder) throws IOException {
    unmount(folder);
    build.stave.linux.Files.removeTree(folder.toString());
  }

  static void unmount(Path folder) throws IOException {
    for (Path mount : mountPoints(folder)) {
      Mounts.unmount(mount.toString());
    }
  }

  private void release(String name, FileLock lock) throws IOException {
    try (lock) {
      uses.endBuild();
      remove(root.resolve(name));
      lock.removeFile();
    }
  }

  private static List<Path> mountPoints(Path folder) throws IOException {
    return SharedFolders.list(folder).stream()
        .map(entry -> entry.resolve("root"))
        .filter(Files::isDirectory)
        .toList();
  }
}
