package build.stave.layer;

import build.stave.oci.MediaType;
import build.stave.problem.Problem;
import java.util.Locale;

/**
 * How a layer's tar is compressed. The bytes of a layer depend on the format, the level and the
 * version of Stave, and on nothing else.
 *
 * @param format of the blob
 * @param level 1 (fast) to 19 (small) for zstd; gzip has level 1, none has 0
 */
public record LayerCompression(Format format, int level) {
  /** Readable by every runtime and registry. */
  public static final LayerCompression GZIP = new LayerCompression(Format.GZIP, 1);

  /** Smaller and faster; needs containerd 1.5, CRI-O or Docker 23 to pull. */
  public static final LayerCompression ZSTD = new LayerCompression(Format.ZSTD, 3);

  /** The tar as it is. */
  public static final LayerCompression NONE = new LayerCompression(Format.NONE, 0);

  /** Changes whenever the same files become other bytes: what caches have does not count then. */
  private static final int VERSION = 1;

  public LayerCompression {
    int max =
        switch (format) {
          case NONE -> 0;
          case GZIP -> 1;
          case ZSTD -> 19;
        };
    if (level < Math.min(1, max) || level > max) {
      throw Problem.user(
              "compression level " + level + " is not between " + Math.min(1, max) + " and " + max)
          .exception();
    }
  }

  /** What the bytes of a layer depend on beside its files, as a word. */
  public String id() {
    return format.name().toLowerCase(Locale.ROOT) + "-" + level + "-v" + VERSION;
  }

  /** Media type of a layer compressed so. */
  public String mediaType() {
    return switch (format) {
      case NONE -> MediaType.OCI_LAYER;
      case GZIP -> MediaType.OCI_LAYER_GZIP;
      case ZSTD -> MediaType.OCI_LAYER_ZSTD;
    };
  }

  /** Formats a layer can have. */
  public enum Format {
    NONE,
    GZIP,
    ZSTD
  }
}
