package build.stave.oci;

import java.util.List;

/** An image for one platform, ready to be written or pushed; immutable. */
public final class Image {
  private final Descriptor descriptor;
  private final byte[] manifest;
  private final byte[] config;
  private final List<Blob> layers;

  /**
   * The bytes are those the digests were taken of.
   *
   * @param descriptor of the manifest, with the platform
   * @param manifest bytes of the manifest
   * @param config bytes of the image configuration
   * @param layers lowest first, as the manifest has them
   */
  public Image(Descriptor descriptor, byte[] manifest, byte[] config, List<Blob> layers) {
    this.descriptor = descriptor;
    this.manifest = manifest.clone();
    this.config = config.clone();
    this.layers = List.copyOf(layers);
  }

  /** What the manifest is, with the platform. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** A copy of the manifest's bytes. */
  public byte[] manifest() {
    return manifest.clone();
  }

  /** A copy of the configuration's bytes. */
  public byte[] config() {
    return config.clone();
  }

  /** The layers, lowest first. */
  public List<Blob> layers() {
    return layers;
  }

  /** The manifest as a value. */
  public Manifest manifestValue() {
    return Json.read(manifest, Manifest.class);
  }

  /** The configuration as a value. */
  public ImageConfig configValue() {
    return Json.read(config, ImageConfig.class);
  }
}
