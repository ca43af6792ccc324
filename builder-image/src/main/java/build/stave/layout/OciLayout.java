package build.stave.layout;

import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.ImageConfig;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An OCI image layout in a folder (OCI image-spec, image-layout.md). */
public final class OciLayout {
  /** An index may list indexes; more levels than this are no image. */
  private static final int MAX_LEVELS = 4;

  /** Far more than registries take. */
  private static final long MAX_DOCUMENT = 16L << 20;

  private final Path folder;

  private OciLayout(Path folder) {
    this.folder = folder;
  }

  /**
   * Adds an image to the layout in a folder, which is made where there is none. Blobs come first
   * and are verified, then the index is replaced; entries of the index with the same names go.
   *
   * <p>Nothing is forced to the disk: a machine that loses its power may leave a layout with blobs
   * that are cut short. Waiting for gigabytes to reach a disk would cost every build more than the
   * rare repetition of one; who reads a layout verifies its blobs, and adding the image again
   * repairs it, since a blob that is there is verified too.
   *
   * @param names image references such as {@code shop:1.0}; may be empty
   */
  public static void write(Path folder, Image image, List<String> names) throws IOException {
    new FolderWriter(folder).write(image, Names.entries(image.descriptor(), names));
  }

  /**
   * Opens the layout in a folder.
   *
   * @throws build.stave.problem.StaveException where there is none
   */
  public static OciLayout open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(LayoutFiles.INDEX))) {
      throw Problem.user(folder + " is no OCI image layout: it has no " + LayoutFiles.INDEX)
          .exception();
    }
    return new OciLayout(folder);
  }

  /**
   * Reads an image. The manifest and the configuration are verified now, layers whenever they are
   * opened, before the first byte is handed out; that they are there with the right size is checked
   * now.
   *
   * @param tagOrDigest null for the only image, the one called {@code latest}, or the only one for
   *     the platform
   * @param platform to take from an index; an image that is no part of an index is taken as it is
   * @throws build.stave.problem.StaveException where there is no such image or it is damaged
   */
  public Image image(@Nullable String tagOrDigest, Platform platform) throws IOException {
    String where = "oci-layout://" + folder;
    List<Descriptor> entries =
        Json.read(Files.readAllBytes(folder.resolve(LayoutFiles.INDEX)), Index.class).manifests();
    Descriptor entry = Selection.named(entries, tagOrDigest, platform, where);
    if (entry == null) {
      entry = unlisted(Digest.parse(String.valueOf(tagOrDigest)));
    }
    for (int level = 0; Selection.isIndex(entry); level++) {
      if (level == MAX_LEVELS) {
        throw Problem.user(where + ": indexes are nested too deeply").exception();
      }
      Index index = Json.read(document(entry), Index.class);
      entry = Selection.forPlatform(index.manifests(), platform, where);
    }
    return image(entry);
  }

  private Image image(Descriptor entry) throws IOException {
    byte[] manifestBytes = document(entry);
    Manifest manifest = Json.read(manifestBytes, Manifest.class);
    byte[] configBytes = document(manifest.config());
    ImageConfig config = Json.read(configBytes, ImageConfig.class);
    List<Blob> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(blob(layer));
    }
    if (config.rootfs().diffIds().size() != layers.size()) {
      throw Problem.user(
              folder
                  + ": "
                  + entry.digest()
                  + " has "
                  + layers.size()
                  + " layers, its configuration "
                  + config.rootfs().diffIds().size())
          .exception();
    }
    Descriptor descriptor =
        Descriptor.of(entry.mediaType(), entry.digest(), entry.size())
            .withPlatform(config.platform());
    return new Image(descriptor, manifestBytes, configBytes, layers);
  }

  /** A blob that no index lists but a person names by its digest. */
  private Descriptor unlisted(Digest digest) throws IOException {
    Path file = folder.resolve(LayoutFiles.path(digest));
    if (!Files.isRegularFile(file)) {
      throw missing(digest);
    }
    Descriptor unknown = Descriptor.of("", digest, Files.size(file));
    boolean isIndex = !Json.read(document(unknown), Index.class).manifests().isEmpty();
    return unknown.withMediaType(isIndex ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST);
  }

  private byte[] document(Descriptor descriptor) throws IOException {
    if (descriptor.size() > MAX_DOCUMENT) {
      throw Problem.user(folder + ": " + descriptor.digest() + " is too large for a manifest")
          .exception();
    }
    try (InputStream in = blob(descriptor).open()) {
      return in.readAllBytes();
    }
  }

  private Blob blob(Descriptor descriptor) throws IOException {
    Path file = folder.resolve(LayoutFiles.path(descriptor.digest()));
    if (!Files.isRegularFile(file)) {
      throw missing(descriptor.digest());
    }
    if (Files.size(file) != descriptor.size()) {
      throw Problem.user(
              folder
                  + ": blob "
                  + descriptor.digest()
                  + " has "
                  + Files.size(file)
                  + " bytes instead of "
                  + descriptor.size())
          .exception();
    }
    return new Blob(descriptor, () -> verified(descriptor, file));
  }

  private InputStream verified(Descriptor descriptor, Path file) throws IOException {
    Digest actual = LayoutFiles.digest(file, descriptor);
    if (!actual.equals(descriptor.digest())) {
      throw Problem.user(
              folder + ": blob " + descriptor.digest() + " is damaged, it has the digest " + actual)
          .fix("make the layout again")
          .exception();
    }
    return Files.newInputStream(file);
  }

  private RuntimeException missing(Digest digest) {
    return Problem.user("the image layout " + folder + " has no blob " + digest).exception();
  }
}
