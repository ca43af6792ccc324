package build.stave.archive;

import build.stave.linux.Files;
import build.stave.problem.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tar archive whose bytes depend on the entries alone: POSIX ustar headers, PAX records
 * only for what does not fit, whole seconds, no user or group names. Entries are written in the
 * order given. The root itself is left out, as containerd leaves it out of layers.
 */
public final class TarWriter implements Closeable {
  private final OutputStream out;
  private final byte[] buffer = new byte[128 * 1024];

  /** Writes to a stream, in pieces of any size, and closes it in the end. */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes an entry that has no content.
   *
   * @throws build.stave.problem.StaveException where tar cannot express it
   */
  public void put(Entry entry) throws IOException {
    put(entry, InputStream.nullInputStream());
  }

  /**
   * Writes a file; the content must be as long as the entry says.
   *
   * @throws build.stave.problem.StaveException where it is longer or shorter
   */
  public void put(Entry entry, InputStream content) throws IOException {
    put(entry, content, false);
  }

  /**
   * @param isFile whether a read that gives less than asked for is the last, as with files
   */
  private void put(Entry entry, InputStream content, boolean isFile) throws IOException {
    if (entry.path().isEmpty()) {
      return;
    }
    TarHeader.write(entry, out);
    long left = entry.size();
    boolean ended = false;
    while (!ended) {
      // One byte more than there should be: that it is missing spares a file the read of its end.
      int asked = (int) Math.min(buffer.length, left + 1);
      int n = Math.max(0, content.read(buffer, 0, asked));
      if (n > left) {
        throw changed(entry, "it became longer");
      }
      out.write(buffer, 0, n);
      left -= n;
      ended = n == 0 || (isFile && n < asked);
    }
    if (left > 0) {
      throw changed(entry, "it became shorter");
    }
    TarHeader.pad(entry.size(), out);
  }

  /** Writes one change of a layer; a deletion becomes a whiteout (OCI image-spec, layer.md). */
  public void put(Change change) throws IOException {
    switch (change) {
      case Change.Put(Entry entry, @Nullable String file) -> {
        refuseReserved(entry.path());
        if (file == null || entry.kind() != Entry.Kind.FILE) {
          put(entry);
        } else {
          try (InputStream content = Files.read(file)) {
            put(entry, content, true);
          }
        }
      }
      case Change.Delete(String path) -> {
        refuseReserved(path);
        put(Whiteouts.of(path));
      }
    }
  }

  /** Ends the archive and closes the stream. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * TarHeader.BLOCK]);
    }
  }

  private static void refuseReserved(String path) {
    if (Whiteouts.isReserved(path)) {
      throw Problem.user("/" + path + " has a name that no layer can hold: .wh. marks deletions")
          .fix("rename or remove the file")
          .exception();
    }
  }

  private static RuntimeException changed(Entry entry, String how) {
    return Problem.environment(
            "read /" + entry.path(), how + " while it was read (" + entry.size() + " bytes before)")
        .exception();
  }
}
