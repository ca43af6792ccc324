package build.stave.oci;

import build.stave.problem.Problem;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Operating system and processor an image is for, in Go's names (OCI image-spec, image-index.md).
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param variant such as {@code v7}; empty where there is none
 * @param osVersion empty where there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Platform(
    String os, String architecture, String variant, @JsonProperty("os.version") String osVersion) {

  public Platform(
      @Nullable String os,
      @Nullable String architecture,
      @Nullable String variant,
      @Nullable String osVersion) {
    this.os = os == null ? "" : os;
    this.architecture = architecture == null ? "" : architecture;
    this.variant = variant == null ? "" : variant;
    this.osVersion = osVersion == null ? "" : osVersion;
  }

  /** The platform this builder runs on; RUN steps can be executed for no other. */
  public static Platform local() {
    String arch = System.getProperty("os.arch", "amd64");
    return parse("linux/" + arch);
  }

  /**
   * Parses {@code os/arch[/variant]}, normalised as containerd's platforms package does: {@code
   * x86_64} is {@code amd64}, {@code aarch64} and {@code arm64/v8} are {@code arm64}, {@code armhf}
   * is {@code arm/v7}. A single word is an architecture of linux, or {@code linux} itself.
   *
   * @throws build.stave.problem.StaveException for anything else
   */
  public static Platform parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
    if (parts.length > 3 || text.isBlank()) {
      throw malformed(text);
    }
    for (String part : parts) {
      if (!part.matches("[a-z0-9_.-]+")) {
        throw malformed(text);
      }
    }
    if (parts.length == 1) {
      return parts[0].equals("linux") ? local() : normalised("linux", parts[0], "");
    }
    return normalised(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
  }

  private static Platform normalised(String os, String arch, String variant) {
    return switch (arch) {
      case "x86_64", "x86-64", "amd64" ->
          new Platform(os, "amd64", variant.equals("v1") ? "" : variant, "");
      case "aarch64", "arm64" ->
          new Platform(os, "arm64", variant.equals("v8") || variant.equals("8") ? "" : variant, "");
      case "armhf" -> new Platform(os, "arm", "v7", "");
      case "armel" -> new Platform(os, "arm", "v6", "");
      case "arm" ->
          new Platform(
              os,
              "arm",
              variant.isEmpty() ? "v7" : variant.startsWith("v") ? variant : "v" + variant,
              "");
      case "i386" -> new Platform(os, "386", "", "");
      default -> new Platform(os, arch, variant, "");
    };
  }

  private static RuntimeException malformed(String text) {
    return Problem.user("invalid platform \"" + text + "\"")
        .fix("write os/arch or os/arch/variant, such as linux/amd64")
        .exception();
  }

  @Override
  public String toString() {
    return variant.isEmpty() ? os + "/" + architecture : os + "/" + architecture + "/" + variant;
  }
}
