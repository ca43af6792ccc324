package build.stave.linux;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that several processes fill and empty at the same time. What is not whole has {@code
 * .partial} after its name, so that nobody takes what a killed process leaves for more than it is.
 */
public final class SharedFolders {
  private static final String PARTIAL = ".partial";

  private SharedFolders() {}

  /** What is in a folder, by name; nothing, where somebody has removed it. */
  public static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Makes something in a folder that exists. */
  @FunctionalInterface
  public interface Maker<T> {
    /** Makes it; a NoSuchFileException says that the folder is gone. */
    T makeIn(Path folder) throws IOException;
  }

  /** Makes a folder with something in it; others may be removing the folder while it is empty. */
  public static <T> T make(Path folder, Maker<T> maker) throws IOException {
    while (true) {
      try {
        return maker.makeIn(Files.createDirectories(folder));
      } catch (NoSuchFileException e) {
        FileLock.pause();
      }
    }
  }

  /** Removes a folder where it holds nothing any more. */
  public static void removeEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Nor is it to be removed.
    }
  }

  /** Where something is before it is whole, and again while it is removed. */
  public static Path partial(Path whole) {
    return whole.resolveSibling(whole.getFileName() + PARTIAL);
  }

  /** Where something is when it is whole: the path itself, unless it is a partial one. */
  public static Path whole(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(PARTIAL)
        ? path.resolveSibling(name.substring(0, name.length() - PARTIAL.length()))
        : path;
  }

  /** Removes a file or a tree of which the caller is the only user, and what is left of it. */
  public static void remove(Path whole) throws IOException {
    String partial = partial(whole).toString();
    build.stave.linux.Files.removeTree(partial);
    if (Files.exists(whole)) {
      // Nobody finds half of it, should this process be killed.
      build.stave.linux.Files.rename(whole.toString(), partial);
      build.stave.linux.Files.removeTree(partial);
    }
  }
}
