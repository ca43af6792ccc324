package build.stave.layout;

import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Image;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.problem.FullDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Adds images to a layout in a folder; whoever reads it meanwhile sees the old index or the new.
 */
final class FolderWriter {
  private final Path folder;

  FolderWriter(Path folder) {
    this.folder = folder;
  }

  void write(Image image, List<Descriptor> entries) throws IOException {
    try {
      add(image, entries);
    } catch (IOException e) {
      throw FullDisk.explain(e, "write the OCI layout", folder);
    }
  }

  private void add(Image image, List<Descriptor> entries) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Blob> blob : LayoutFiles.blobs(image).entrySet()) {
      Path file = folder.resolve(blob.getKey());
      if (!isThere(file, blob.getValue())) {
        try (InputStream content = blob.getValue().open()) {
          replace(file, content);
        }
      }
    }
    replace(folder.resolve(LayoutFiles.LAYOUT), new ByteArrayInputStream(LayoutFiles.layout()));
    byte[] index = LayoutFiles.index(Names.merge(existing(), entries));
    replace(folder.resolve(LayoutFiles.INDEX), new ByteArrayInputStream(index));
  }

  private List<Descriptor> existing() throws IOException {
    Path index = folder.resolve(LayoutFiles.INDEX);
    return Files.exists(index)
        ? Json.read(Files.readAllBytes(index), Index.class).manifests()
        : List.of();
  }

  /** Whether a blob is there, whole: a power failure may have left a part of one. */
  private static boolean isThere(Path file, Blob blob) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == blob.descriptor().size()
        && LayoutFiles.digest(file, blob.descriptor()).equals(blob.descriptor().digest());
  }

  private static void replace(Path file, InputStream content) throws IOException {
    Path parent = Files.createDirectories(file.getParent());
    // Not createTempFile, whose files only their owner can read.
    Path temporary = parent.resolve(".tmp-" + UUID.randomUUID());
    try {
      Files.copy(content, temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
