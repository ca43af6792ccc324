package build.stave.copy;

import build.stave.archive.Compression;
import build.stave.archive.Entry;
import build.stave.archive.Extraction;
import build.stave.archive.Limits;
import build.stave.archive.TarReader;
import build.stave.linux.Files;
import build.stave.problem.StaveException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source of ADD that is a tar archive, compressed or not, whatever its name is. */
final class ArchiveSource {
  private ArchiveSource() {}

  /** Whether the content begins as an archive with at least one entry does. */
  static boolean isArchive(String path) {
    try (var archive = open(path, path)) {
      return archive.next() != null;
    } catch (IOException | StaveException e) {
      return false;
    }
  }

  /** Unpacks into the destination, which is made a directory. */
  static void unpack(String path, String name, CopyRequest request, Destination destination)
      throws IOException {
    Owner owner = request.owner();
    // Links of the archive, and those in its way, lead nowhere outside of the destination either
    // (BuildKit unpacks in a chroot there).
    String directory = destination.asDirectory();
    var extraction =
        new Extraction(directory, directory, entry -> owned(entry, owner), request.epoch());
    try (var archive = open(path, name)) {
      extraction.extract(archive);
    }
  }

  private static TarReader open(String path, String name) throws IOException {
    return new TarReader(Compression.open(Files.read(path)), name, Limits.DEFAULT);
  }

  private static Entry owned(Entry entry, @Nullable Owner owner) {
    return owner == null
        ? entry
        : new Entry(
            entry.path(),
            entry.kind(),
            entry.mode(),
            owner.uid(),
            owner.gid(),
            entry.size(),
            entry.mtime(),
            entry.link(),
            entry.deviceMajor(),
            entry.deviceMinor(),
            entry.xattrs());
  }
}
