package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.ImageConfig;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;

/** Small images to move about. Their layers are bytes of no meaning. */
final class TestImages {
  static final Platform AMD64 = Platform.parse("linux/amd64");

  private TestImages() {}

  static Image of(String... layers) {
    return of(AMD64, Arrays.stream(layers).map(text -> text.getBytes(UTF_8)).toList());
  }

  static Image of(Platform platform, List<byte[]> contents) {
    byte[] config =
        Json.bytes(
            ImageConfig.scratch(platform)
                .withLayers(null, contents.stream().map(Digest::of).toList(), List.of()));
    List<Blob> layers =
        contents.stream()
            .map(
                bytes ->
                    new Blob(
                        Descriptor.of(MediaType.OCI_LAYER, Digest.of(bytes), bytes.length),
                        () -> new ByteArrayInputStream(bytes)))
            .toList();
    byte[] manifest =
        Json.bytes(
            new Manifest(
                2,
                MediaType.OCI_MANIFEST,
                Descriptor.of(MediaType.OCI_CONFIG, Digest.of(config), config.length),
                layers.stream().map(Blob::descriptor).toList(),
                null));
    Descriptor descriptor =
        Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(manifest), manifest.length)
            .withPlatform(platform);
    return new Image(descriptor, manifest, config, layers);
  }
}
