package build.stave.registry;

import build.stave.oci.Descriptor;
import build.stave.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses from an index what runs on a platform: the same first, then what the processor also runs,
 * nearest first (as containerd's platforms.Only).
 */
final class PlatformMatch {
  private PlatformMatch() {}

  /** The best entry. Entries that do not say their platform come last. */
  static Optional<Descriptor> best(List<Descriptor> entries, Platform wanted) {
    for (Platform acceptable : acceptable(wanted)) {
      for (Descriptor entry : entries) {
        if (entry.platform() != null && isSame(acceptable, entry.platform())) {
          return Optional.of(entry);
        }
      }
    }
    return entries.stream().filter(entry -> entry.platform() == null).findFirst();
  }

  private static boolean isSame(Platform a, Platform written) {
    if (written.os().isBlank() || written.architecture().isBlank()) {
      return false;
    }
    Platform b =
        Platform.parse(
            written.variant().isEmpty()
                ? written.os() + "/" + written.architecture()
                : written.os() + "/" + written.architecture() + "/" + written.variant());
    boolean osVersion =
        a.osVersion().isEmpty()
            || written.osVersion().isEmpty()
            || written.osVersion().startsWith(a.osVersion());
    return a.os().equals(b.os())
        && a.architecture().equals(b.architecture())
        && a.variant().equals(b.variant())
        && osVersion;
  }

  private static List<Platform> acceptable(Platform wanted) {
    var all = new ArrayList<Platform>();
    all.add(wanted);
    switch (wanted.architecture()) {
      case "amd64" -> {
        lower(all, wanted, "amd64", number(wanted, 1), 2);
        if (!wanted.variant().isEmpty()) {
          all.add(new Platform(wanted.os(), "amd64", "", wanted.osVersion()));
        }
        all.add(new Platform(wanted.os(), "386", "", wanted.osVersion()));
      }
      case "arm" -> lower(all, wanted, "arm", number(wanted, 7), 5);
      case "arm64" -> {
        if (!wanted.variant().isEmpty()) {
          all.add(new Platform(wanted.os(), "arm64", "", wanted.osVersion()));
        }
        lower(all, wanted, "arm", 9, 5);
      }
      default -> {}
    }
    return all;
  }

  private static void lower(
      List<Platform> all, Platform wanted, String architecture, int below, int last) {
    for (int v = below - 1; v >= last; v--) {
      all.add(new Platform(wanted.os(), architecture, "v" + v, wanted.osVersion()));
    }
  }

  private static int number(Platform platform, int otherwise) {
    String digits = platform.variant().replaceFirst("^v", "");
    return digits.matches("[0-9]") ? Integer.parseInt(digits) : otherwise;
  }
}
