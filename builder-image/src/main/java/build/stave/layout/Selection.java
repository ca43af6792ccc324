package build.stave.layout;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which entry of an index is meant. */
final class Selection {
  private Selection() {}

  /**
   * The entry with a tag or digest; without one the only entry, the one called {@code latest}, or
   * the only one for the platform. Null where a digest is not listed.
   */
  static @Nullable Descriptor named(
      List<Descriptor> entries, @Nullable String tagOrDigest, Platform platform, String where) {
    if (tagOrDigest == null) {
      return unnamed(entries, platform, where);
    }
    if (tagOrDigest.contains(":") && tagOrDigest.startsWith("sha")) {
      Digest digest = Digest.parse(tagOrDigest);
      return first(entries.stream().filter(entry -> entry.digest().equals(digest)).toList());
    }
    Descriptor found =
        first(entries.stream().filter(entry -> Names.isNamed(entry, tagOrDigest)).toList());
    if (found == null) {
      throw Problem.user(where + " has no image " + tagOrDigest + ", but " + list(entries))
          .exception();
    }
    return found;
  }

  /**
   * The manifest for a platform.
   *
   * @throws build.stave.problem.StaveException where there is none
   */
  static Descriptor forPlatform(List<Descriptor> entries, Platform platform, String where) {
    List<Descriptor> exact = matching(entries, platform);
    if (exact.isEmpty()) {
      String offered =
          entries.stream()
              .map(Descriptor::platform)
              .map(String::valueOf)
              .distinct()
              .collect(Collectors.joining(", "));
      throw Problem.user(where + " has no image for " + platform + ", but for " + offered)
          .exception();
    }
    return exact.getFirst();
  }

  static boolean isIndex(Descriptor entry) {
    return entry.mediaType().equals(MediaType.OCI_INDEX)
        || entry.mediaType().equals(MediaType.DOCKER_LIST);
  }

  private static Descriptor unnamed(List<Descriptor> entries, Platform platform, String where) {
    if (entries.size() == 1) {
      return entries.getFirst();
    }
    Descriptor latest =
        first(entries.stream().filter(entry -> Names.isNamed(entry, "latest")).toList());
    List<Descriptor> fitting = matching(entries, platform);
    boolean oneImage = fitting.stream().map(Descriptor::digest).distinct().count() == 1;
    if (latest == null && !oneImage) {
      throw Problem.user(where + " does not say which image is meant: it has " + list(entries))
          .fix("add :tag or @digest")
          .exception();
    }
    return latest == null ? fitting.getFirst() : latest;
  }

  private static List<Descriptor> matching(List<Descriptor> entries, Platform platform) {
    return entries.stream().filter(entry -> fits(entry.platform(), platform)).toList();
  }

  private static boolean fits(@Nullable Platform offered, Platform wanted) {
    return offered != null
        && !offered.os().isEmpty()
        && !offered.architecture().isEmpty()
        && Platform.parse(offered.toString()).toString().equals(wanted.toString());
  }

  private static String list(List<Descriptor> entries) {
    return entries.isEmpty()
        ? "none"
        : entries.stream().map(Names::describe).distinct().collect(Collectors.joining(", "));
  }

  private static @Nullable Descriptor first(List<Descriptor> entries) {
    return entries.isEmpty() ? null : entries.getFirst();
  }
}
