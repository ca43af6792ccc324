package build.stave.layout;

import build.stave.archive.Entry;
import build.stave.archive.TarWriter;
import build.stave.oci.Blob;
import build.stave.oci.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a layout as a tar archive whose bytes depend on the image and its names alone. */
final class ArchiveFiles {
  private ArchiveFiles() {}

  /**
   * Writes the blobs, then the documents, which name them.
   *
   * @param documents further files by their names
   */
  static void write(OutputStream out, Image image, SortedMap<String, byte[]> documents)
      throws IOException {
    SortedMap<String, Blob> blobs = LayoutFiles.blobs(image);
    try (var tar = new TarWriter(out)) {
      var folders = new TreeMap<String, Boolean>();
      for (String path : blobs.keySet()) {
        for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
          folders.put(path.substring(0, at), true);
        }
      }
      for (String folder : folders.keySet()) {
        tar.put(entry(folder, Entry.Kind.DIRECTORY, 0755, 0));
      }
      for (Map.Entry<String, Blob> blob : blobs.entrySet()) {
        try (InputStream content = blob.getValue().open()) {
          tar.put(file(blob.getKey(), blob.getValue().descriptor().size()), content);
        }
      }
      for (Map.Entry<String, byte[]> document : documents.entrySet()) {
        byte[] content = document.getValue();
        tar.put(file(document.getKey(), content.length), new ByteArrayInputStream(content));
      }
    }
  }

  private static Entry file(String path, long size) {
    return entry(path, Entry.Kind.FILE, 0644, size);
  }

  private static Entry entry(String path, Entry.Kind kind, int mode, long size) {
    return new Entry(path, kind, mode, 0, 0, size, 0, "", 0, 0, Collections.emptySortedMap());
  }
}
