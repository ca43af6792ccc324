package build.stave.layout;

import build.stave.oci.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** An OCI image layout as one tar archive: {@code oci-archive:} of skopeo and podman. */
public final class OciArchive {
  private OciArchive() {}

  /**
   * Writes the archive and closes the stream; blobs are verified while they pass.
   *
   * @param names image references such as {@code shop:1.0}; may be empty
   */
  public static void write(OutputStream out, Image image, List<String> names) throws IOException {
    ArchiveFiles.write(out, image, documents(image, names));
  }

  static SortedMap<String, byte[]> documents(Image image, List<String> names) {
    SortedMap<String, byte[]> documents = new TreeMap<>();
    documents.put(LayoutFiles.LAYOUT, LayoutFiles.layout());
    documents.put(LayoutFiles.INDEX, LayoutFiles.index(Names.entries(image.descriptor(), names)));
    return documents;
  }
}
