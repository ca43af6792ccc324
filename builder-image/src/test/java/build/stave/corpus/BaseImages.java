package build.stave.corpus;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.oci.RuntimeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;

/**
 * The images that the corpus starts from, one OCI layout each, all of one layer. Made here with tar
 * alone, so that no builder under test has a part in them.
 */
final class BaseImages {
  private static final List<String> NAMES = List.of("busybox", "rich", "triggers");
  private static final String MADE = "2026-01-01T00:00:00Z";

  private final Path folder;
  private final Path rootfs;

  private BaseImages(Path folder, Path rootfs) {
    this.folder = folder;
    this.rootfs = rootfs;
  }

  /** Makes them; {@code sources} holds the script and one configuration for each. */
  static BaseImages create(Path sources, Path folder) throws IOException, InterruptedException {
    Path rootfs = Files.createDirectories(folder.resolve("rootfs"));
    Tool.must(rootfs, "chmod", "0755", ".");
    Tool.must(rootfs, "sh", "-eu", sources.resolve("rootfs.sh").toString());
    Path tar = folder.resolve("rootfs.tar");
    Tool.must(
        folder,
        "tar",
        "--create",
        "--file",
        tar.toString(),
        "--format=pax",
        "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime,delete=mtime",
        "--sort=name",
        "--numeric-owner",
        "--mtime=" + MADE,
        "--directory",
        rootfs.toString(),
        ".");
    var images = new BaseImages(folder, rootfs);
    for (String name : NAMES) {
      images.write(name, tar, Files.readAllBytes(sources.resolve(name + ".json")));
    }
    return images;
  }

  List<String> names() {
    return NAMES;
  }

  /** The layout of one; its image is named {@code latest}. */
  Path layout(String name) {
    return folder.resolve(name);
  }

  /** The files that all of them hold. */
  Path rootfs() {
    return rootfs;
  }

  private void write(String name, Path tar, byte[] runtimeConfig) throws IOException {
    Path layout = layout(name);
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    Digest layer = digest(tar);
    Files.createLink(blobs.resolve(layer.hex()), tar);
    var history = new ImageConfig.History(MADE, "base " + name, null, null, false);
    ImageConfig config =
        ImageConfig.scratch(Platform.local())
            .withConfig(Json.read(runtimeConfig, RuntimeConfig.class))
            .withLayers(MADE, List.of(layer), List.of(history));
    Descriptor configBlob = put(blobs, MediaType.OCI_CONFIG, Json.bytes(config));
    var layerBlob = Descriptor.of(MediaType.OCI_LAYER, layer, Files.size(tar));
    var manifest =
        new Manifest(2, MediaType.OCI_MANIFEST, configBlob, List.of(layerBlob), new TreeMap<>());
    Descriptor named =
        put(blobs, MediaType.OCI_MANIFEST, Json.bytes(manifest))
            .withAnnotations(
                new TreeMap<>(java.util.Map.of("org.opencontainers.image.ref.name", "latest")));
    var index = new Index(2, MediaType.OCI_INDEX, List.of(named), new TreeMap<>());
    Files.write(layout.resolve("index.json"), Json.bytes(index));
    Files.write(
        layout.resolve("oci-layout"),
        "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static Descriptor put(Path blobs, String mediaType, byte[] bytes) throws IOException {
    Digest digest = Digest.of(bytes);
    Files.write(blobs.resolve(digest.hex()), bytes);
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  private static Digest digest(Path file) throws IOException {
    MessageDigest hash = Digest.newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Digest.of(hash.digest(), "sha256");
  }
}
