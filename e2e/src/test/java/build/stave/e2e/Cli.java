package build.stave.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ./stave build} on this machine, with the bed's mirror and authority. */
final class Cli {
  private static final String MIRROR =
      """
      [[registry]]
      prefix = "docker.io"
      location = "mirror.example.com"
      insecure = true
      """;

  private final Bed bed;
  private final Path folder;

  /**
   * @param folder for what it writes
   */
  Cli(Bed bed, Path folder) {
    this.bed = bed;
    this.folder = folder;
  }

  /** Builds a folder or an ImageBuild in a file; the image's digest. */
  String build(Path what) {
    Path mirror = folder.resolve("registries.conf");
    try {
      Files.writeString(mirror, MIRROR);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bed.command(
            bed.top().resolve("stave").toString(),
            "build",
            "--quiet",
            "--store",
            folder.resolve("store").toString(),
            "--output",
            "type=oci,dest=" + folder.resolve("image.tar"),
            "--registries-conf",
            mirror.toString(),
            "--registry-ca",
            "git.example.com=" + bed.secrets().resolve("ca.crt"),
            what.toString())
        .output()
        .strip();
  }
}
