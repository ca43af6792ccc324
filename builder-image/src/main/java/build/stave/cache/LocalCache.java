package build.stave.cache;

import build.stave.linux.SharedFolders;
import build.stave.oci.Digest;
import build.stave.oci.Json;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of steps: a small file for each, in a folder for each scope. A scope's
 * entries are written by its own builds alone. What an entry names may be gone from the store.
 */
public final class LocalCache {
  private static final String SCOPE = "[a-zA-Z0-9][-_.a-zA-Z0-9]{0,127}";

  private final Path folder;

  /**
   * What is known of a step: of one execution, so that tree and layer belong together.
   *
   * @param tree id of its unpacked layer in the store
   * @param layer its layer, where one was written
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(Digest tree, @Nullable CachedLayer layer) {}

  /**
   * The entries in a folder.
   *
   * @param folder made when something is put there
   */
  public LocalCache(Path folder) {
    this.folder = folder;
  }

  /** What is known of a step. */
  public Optional<Entry> find(String scope, Digest key) throws IOException {
    return read(file(scope, key));
  }

  private static Optional<Entry> read(Path file) throws IOException {
    try {
      return Optional.of(Json.read(Files.readAllBytes(file), Entry.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (StaveException e) {
      // A crash of the machine can leave a name without its content.
      return Optional.empty();
    }
  }

  /** Remembers a step; of several writers the last one counts. */
  public void put(String scope, Digest key, Entry entry) throws IOException {
    Path part =
        SharedFolders.make(
            folder(scope, key), folder -> Files.createTempFile(folder, ".", ".part"));
    Files.write(part, Json.bytes(entry));
    Files.move(part, file(scope, key), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Removes entries that are of no use any more, and what killed processes left.
   *
   * @param before when the oldest build began that still runs: what it has put here since may be of
   *     use only when it ends
   * @param useful whether the store has anything that an entry names
   */
  public void sweep(Instant before, Predicate<Entry> useful) throws IOException {
    for (Path scope : SharedFolders.list(folder)) {
      for (Path part : SharedFolders.list(scope)) {
        for (Path file : SharedFolders.list(part)) {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(before)
              && read(file).filter(useful).isEmpty()) {
            Files.deleteIfExists(file);
          }
        }
        SharedFolders.removeEmpty(part);
      }
      SharedFolders.removeEmpty(scope);
    }
  }

  private Path file(String scope, Digest key) {
    return folder(scope, key).resolve(key.hex());
  }

  private Path folder(String scope, Digest key) {
    return folder.resolve(checked(scope)).resolve(key.hex().substring(0, 2));
  }

  private static String checked(String name) {
    if (!name.matches(SCOPE)) {
      throw Problem.user("\"" + name + "\" is no name of a cache scope")
          .fix("use letters, digits, dots, dashes and underscores")
          .exception();
    }
    return name;
  }
}
