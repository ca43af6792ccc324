package build.stave.source;

import build.stave.archive.Compression;
import build.stave.archive.Entry;
import build.stave.archive.Extraction;
import build.stave.archive.Limits;
import build.stave.archive.TarReader;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** A context in one file: a tar archive, or a Dockerfile and nothing else. */
final class ArchiveContext {
  private static final int MAX_DOCKERFILE = 4 << 20;

  private ArchiveContext() {}

  /**
   * Writes the context below a root.
   *
   * @param title what a person calls the file
   * @param root absolute, existing and empty
   */
  static void read(Path file, String title, String root) throws IOException {
    if (Files.size(file) == 0) {
      throw Problem.user(title + " is empty")
          .fix("give a Dockerfile or a tar archive with one in it")
          .exception();
    }
    if (isArchive(file)) {
      unpack(file, title, root);
    } else {
      Files.write(Path.of(root, "Dockerfile"), dockerfile(file, title));
    }
  }

  static void unpack(Path file, String title, String root) throws IOException {
    try (var archive = open(file, title)) {
      new Extraction(root, root, ArchiveContext::ownedByRoot, 0).extract(archive);
    }
  }

  private static boolean isArchive(Path file) throws IOException {
    try (var archive = open(file, "")) {
      archive.next();
      return true;
    } catch (StaveException e) {
      return false;
    } catch (IOException e) {
      // What begins as a compressed stream does and cannot be read is no Dockerfile either.
      return false;
    }
  }

  private static TarReader open(Path file, String title) throws IOException {
    return new TarReader(Compression.open(Files.newInputStream(file)), title, Limits.DEFAULT);
  }

  private static byte[] dockerfile(Path file, String title) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] content = in.readNBytes(MAX_DOCKERFILE + 1);
      boolean text = content.length <= MAX_DOCKERFILE;
      for (int i = 0; i < content.length && text; i++) {
        text = content[i] != 0;
      }
      if (!text || Compression.detect(content) != Compression.NONE) {
        throw Problem.user(title + " is neither a tar archive nor a Dockerfile")
            .fix("check that the archive is whole")
            .exception();
      }
      return content;
    }
  }

  /** Owners of a context do not matter, and those of the archive need not exist here. */
  private static Entry ownedByRoot(Entry entry) {
    return new Entry(
        entry.path(),
        entry.kind(),
        entry.mode(),
        0,
        0,
        entry.size(),
        entry.mtime(),
        entry.link(),
        entry.deviceMajor(),
        entry.deviceMinor(),
        new TreeMap<>(entry.xattrs()));
  }
}
