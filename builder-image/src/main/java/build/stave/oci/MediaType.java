package build.stave.oci;

/** Media types of the OCI image specification and their Docker forerunners. */
public final class MediaType {
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
  public static final String OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
  public static final String OCI_LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  public static final String DOCKER_LAYER_GZIP =
      "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private static final String DOCKER_FOREIGN_LAYER_GZIP =
      "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
  private static final String OCI_FOREIGN_LAYER_GZIP =
      "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";

  private MediaType() {}

  /**
   * The OCI type for the same bytes. Registries refuse manifests that mix OCI's and Docker's types,
   * and the formats themselves do not differ.
   */
  public static String toOci(String mediaType) {
    return switch (mediaType) {
      case DOCKER_LIST -> OCI_INDEX;
      case DOCKER_MANIFEST -> OCI_MANIFEST;
      case DOCKER_CONFIG -> OCI_CONFIG;
      case DOCKER_LAYER -> OCI_LAYER;
      case DOCKER_LAYER_GZIP -> OCI_LAYER_GZIP;
      case DOCKER_FOREIGN_LAYER_GZIP -> OCI_FOREIGN_LAYER_GZIP;
      default -> mediaType;
    };
  }
}
