package build.stave.layout;

import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files a layout consists of (OCI image-spec, image-layout.md). */
final class LayoutFiles {
  static final String LAYOUT = "oci-layout";
  static final String INDEX = "index.json";

  private LayoutFiles() {}

  /** Content of the file that says it is a layout. */
  static byte[] layout() {
    return Json.bytes(new TreeMap<>(Map.of("imageLayoutVersion", "1.0.0")));
  }

  /** Content of the index. */
  static byte[] index(List<Descriptor> entries) {
    return Json.bytes(new Index(2, MediaType.OCI_INDEX, entries, null));
  }

  /** Path of a blob, relative to the layout. */
  static String path(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  /** The digest that a file has, by the algorithm that a descriptor uses. */
  static Digest digest(Path file, Descriptor descriptor) throws IOException {
    MessageDigest hash = descriptor.digest().newHash();
    byte[] chunk = new byte[128 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        hash.update(chunk, 0, n);
      }
    }
    return Digest.of(hash.digest(), descriptor.digest().algorithm());
  }

  /** Every blob of an image once, by its path: layers, configuration, manifest. */
  static SortedMap<String, Blob> blobs(Image image) {
    SortedMap<String, Blob> blobs = new TreeMap<>();
    image.layers().forEach(layer -> blobs.put(path(layer.descriptor().digest()), layer));
    for (Blob document : documents(image)) {
      blobs.put(path(document.descriptor().digest()), document);
    }
    return blobs;
  }

  private static Collection<Blob> documents(Image image) {
    byte[] config = image.config();
    byte[] manifest = image.manifest();
    return List.of(
        new Blob(image.manifestValue().config(), () -> new ByteArrayInputStream(config)),
        new Blob(image.descriptor(), () -> new ByteArrayInputStream(manifest)));
  }
}
