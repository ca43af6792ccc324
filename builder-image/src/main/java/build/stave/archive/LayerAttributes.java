package build.stave.archive;

import java.util.Arrays;

/**
 * Extended attributes that layers carry: {@code security.capability} and {@code user.*}. The others
 * belong to the machine (labels of SELinux, access lists with this node's ids) or to overlayfs,
 * whose marks would let an archive say what is shown of the layers below.
 */
public final class LayerAttributes {
  public static final String CAPABILITY = "security.capability";

  private static final String OVERLAY = "user.overlay.";
  private static final int CAPABILITY_V3 = 3;
  private static final int CAPABILITY_V2_LENGTH = 20;
  private static final int CAPABILITY_V3_LENGTH = 24;

  private LayerAttributes() {}

  /** Whether a layer carries attributes of this name. */
  public static boolean isKept(String name) {
    return name.equals(CAPABILITY) || (name.startsWith("user.") && !name.startsWith(OVERLAY));
  }

  /**
   * The value as a layer holds it: capabilities in version 2, since version 3 adds the id of a user
   * namespace's root (linux/capability.h), which means nothing elsewhere.
   */
  public static byte[] value(String name, byte[] value) {
    if (!name.equals(CAPABILITY)
        || value.length != CAPABILITY_V3_LENGTH
        || value[3] != CAPABILITY_V3) {
      return value;
    }
    byte[] version2 = Arrays.copyOf(value, CAPABILITY_V2_LENGTH);
    version2[3] = 2;
    return version2;
  }
}
