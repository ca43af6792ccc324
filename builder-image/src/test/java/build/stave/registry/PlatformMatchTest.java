package build.stave.registry;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As containerd's platforms.Only chooses. */
class PlatformMatchTest {
  private static Descriptor entry(String platform) {
    Descriptor entry = Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(platform), 1);
    return platform.equals("none") ? entry : entry.withPlatform(written(platform));
  }

  /** As an index writes it, without the defaults. */
  private static Platform written(String text) {
    String[] parts = text.split("/", -1);
    return new Platform(parts[0], parts[1], parts.length > 2 ? parts[2] : "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/arm64 linux/amd64, linux/amd64",
    "linux/amd64, linux/arm64 linux/386, linux/386",
    "linux/amd64, linux/arm64, ''",
    "linux/amd64, linux/amd64/v3, ''",
    "linux/amd64/v3, linux/amd64 linux/amd64/v2 linux/amd64/v3, linux/amd64/v3",
    "linux/amd64/v3, linux/amd64 linux/amd64/v2, linux/amd64/v2",
    "linux/amd64/v3, linux/386 linux/amd64, linux/amd64",
    "linux/arm64, linux/arm64/v8, linux/arm64/v8",
    "linux/arm64, linux/arm64, linux/arm64",
    "linux/arm64, linux/arm/v6 linux/arm/v7, linux/arm/v7",
    "linux/arm, linux/arm/v5 linux/arm/v6 linux/arm/v7, linux/arm/v7",
    "linux/arm/v6, linux/arm/v7 linux/arm/v5, linux/arm/v5",
    "linux/arm/v6, linux/arm/v7, ''",
    "linux/s390x, linux/amd64 linux/s390x, linux/s390x",
    "linux/amd64, windows/amd64, ''",
    "linux/amd64, unknown/unknown, ''",
    "linux/amd64, none linux/amd64, linux/amd64",
    "linux/amd64, unknown/unknown none, none"
  })
  void chooses(String wanted, String offered, String best) {
    List<Descriptor> entries =
        Arrays.stream(offered.split(" ")).map(PlatformMatchTest::entry).toList();
    assertThat(PlatformMatch.best(entries, Platform.parse(wanted)))
        .isEqualTo(
            best.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(entry(best)));
  }

  @Test
  void ofEqualsTheFirst() {
    Descriptor first = entry("linux/amd64");
    Descriptor second =
        Descriptor.of(MediaType.OCI_MANIFEST, Digest.of("second"), 1)
            .withPlatform(written("linux/amd64"));
    assertThat(PlatformMatch.best(List.of(first, second), Platform.parse("linux/amd64")))
        .contains(first);
  }
}
