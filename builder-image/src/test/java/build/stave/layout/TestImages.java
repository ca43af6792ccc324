package build.stave.layout;

import build.stave.archive.Entry;
import build.stave.archive.TarWriter;
import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.ImageBuilder;
import build.stave.oci.ImageConfig;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.oci.RuntimeConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Small images of one file each. */
final class TestImages {
  private static final String TIME = "2026-01-02T03:04:05Z";

  private TestImages() {}

  static Image image(String content) throws IOException {
    return image(content, Platform.parse("linux/amd64"));
  }

  static Image image(String content, Platform platform) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    var tarred = new ByteArrayOutputStream();
    try (var tar = new TarWriter(tarred)) {
      tar.put(
          new Entry(
              "file", Entry.Kind.FILE, 0644, 0, 0, bytes.length, 1, "", 0, 0, new TreeMap<>()),
          new ByteArrayInputStream(bytes));
    }
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(tarred.toByteArray());
    }
    byte[] layer = zipped.toByteArray();
    RuntimeConfig config = RuntimeConfig.EMPTY.toBuilder().setEnv("PATH", "/bin").build();
    return ImageBuilder.build(
        ImageConfig.scratch(platform).withConfig(config),
        List.of(),
        List.of(
            new ImageBuilder.Layer(
                new Blob(
                    Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of(layer), layer.length),
                    () -> new ByteArrayInputStream(layer)),
                Digest.of(tarred.toByteArray()))),
        List.of(
            new ImageConfig.History(TIME, "COPY file / # buildkit", null, null, false),
            new ImageConfig.History(TIME, "ENV PATH=/bin", null, null, true)),
        TIME,
        Map.of());
  }
}
