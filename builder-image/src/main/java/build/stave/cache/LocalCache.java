package build.stave.cache;

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
import java.util.Optional;
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

  /**
   * The name of a scope.
   *
   * @throws StaveException USER where it is no file name
   */
  public static String scope(String name) {
    if (!name.matches(SCOPE)) {
      throw Problem.user("\"" + name + "\" is no name of a cache scope")
          .fix("use letters, digits, dots, dashes and underscores")
          .exception();
    }
    return name;
  }

  /** What is known of a step. */
  public Optional<Entry> find(String scope, Digest key) throws IOException {
    try {
      return Optional.of(Json.read(Files.readAllBytes(file(scope, key)), Entry.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (StaveException e) {
      // A crash of the machine can leave a name without its content.
      return Optional.empty();
    }
  }

  /** Remembers a step; of several writers the last one counts. */
  public void put(String scope, Digest key, Entry entry) throws IOException {
    Path file = file(scope, key);
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), ".", ".part");
    Files.write(part, Json.bytes(entry));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(String scope, Digest key) {
    return folder.resolve(scope(scope)).resolve(key.hex().substring(0, 2)).resolve(key.hex());
  }
}
