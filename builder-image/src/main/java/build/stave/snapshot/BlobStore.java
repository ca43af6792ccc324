package build.stave.snapshot;

import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Content-addressed files. What is here was verified before it came. */
public final class BlobStore {
  private final ItemFiles files;
  private final Uses uses;
  private final Unsynced unsynced;

  BlobStore(ItemFiles files, Uses uses, Unsynced unsynced) {
    this.files = files;
    this.uses = uses;
    this.unsynced = unsynced;
  }

  /** Whether the content is here; if so it stays until the builds of this process have ended. */
  public boolean has(Digest digest) throws IOException {
    return uses.keep(files.blob(digest));
  }

  /** Where the content is, or would be. */
  public Path path(Digest digest) {
    return files.blob(digest).path();
  }

  /**
   * Moves a file into the store, where it stays until the builds of this process have ended.
   *
   * @param digest of its content; the caller computed it while writing the file
   * @param file on the store's file system, such as in {@link Build#folder()}
   */
  public Path adopt(Digest digest, Path file) throws IOException {
    Item item = files.blob(digest);
    Files.createDirectories(item.path().getParent());
    uses.obtain(
        item,
        () -> {
          unsynced.mark(item);
          Files.move(file, item.path(), StandardCopyOption.ATOMIC_MOVE);
        });
    Files.deleteIfExists(file);
    return item.path();
  }
}
