package build.stave.oci;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.List;

/** The layer that changes nothing: 1,024 zero bytes, compressed as Docker has always had it. */
final class EmptyLayer {
  private static final byte[] GZIP =
      HexFormat.of().parseHex("1f8b080000096e8800ff621805a360148c5800080000ffff2eafb5ef00040000");

  static final Digest DIFF_ID = Digest.of(new byte[1024]);
  static final Blob BLOB =
      new Blob(
          Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of(GZIP), GZIP.length),
          () -> new ByteArrayInputStream(GZIP));

  private EmptyLayer() {}

  /** Makes the last entry of a history the one the layer belongs to. */
  static void claim(List<ImageConfig.History> entries) {
    if (!entries.isEmpty()) {
      ImageConfig.History last = entries.removeLast();
      entries.add(
          new ImageConfig.History(
              last.created(), last.createdBy(), last.author(), last.comment(), false));
    }
  }
}
