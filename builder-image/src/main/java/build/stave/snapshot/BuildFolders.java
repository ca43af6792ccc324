package build.stave.snapshot;

import build.stave.linux.Mounts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders of builds, each with a lock that its process holds while it lives. */
final class BuildFolders {
  private static final String LOCK = "build-";

  private final Path root;
  private final Path locks;

  BuildFolders(Path root, Path locks) {
    this.root = root;
    this.locks = locks;
  }

  Build create() throws IOException {
    while (true) {
      String name = UUID.randomUUID().toString();
      // Locked before the folder exists: a folder without a locked file is a leftover.
      FileChannel lock = FileLocks.tryAcquire(locks.resolve(LOCK + name));
      if (lock != null) {
        return new Build(Files.createDirectory(root.resolve(name)), () -> release(name, lock));
      }
    }
  }

  void removeLeftovers() throws IOException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(root)) {
      folders = found.toList();
    }
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      try (FileChannel lock = FileLocks.tryAcquire(locks.resolve(LOCK + name))) {
        if (lock != null) {
          remove(folder);
          Files.deleteIfExists(locks.resolve(LOCK + name));
        }
      }
    }
  }

  /** Unmounts and removes the folder of a build. */
  static void remove(Path folder) throws IOException {
    for (Path mount : mountPoints(folder)) {
      Mounts.unmount(mount.toString());
    }
    build.stave.linux.Files.removeTree(folder.toString());
  }

  private void release(String name, FileChannel lock) throws IOException {
    try (lock) {
      remove(root.resolve(name));
      Files.deleteIfExists(locks.resolve(LOCK + name));
    }
  }

  private static List<Path> mountPoints(Path folder) throws IOException {
    try (Stream<Path> entries = Files.exists(folder) ? Files.list(folder) : Stream.of()) {
      return entries.map(entry -> entry.resolve("root")).filter(Files::isDirectory).toList();
    }
  }
}
