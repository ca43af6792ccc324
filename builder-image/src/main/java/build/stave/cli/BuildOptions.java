package build.stave.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code stave build}, as written; named after {@code docker build}'s. */
final class BuildOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Dockerfile; - for standard input (default: Dockerfile in the context)")
  @Nullable String file;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME",
      description = "Name of the image, name[:tag]; may be repeated")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "Build argument; without a value, that of the environment variable")
  List<String> buildArgs = new ArrayList<>();

  @Option(names = "--target", paramLabel = "STAGE", description = "Stage to build (default: last)")
  @Nullable String target;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Platform of the image (default: this machine's)")
  @Nullable String platform;

  @Option(
      names = "--build-context",
      paramLabel = "NAME=VALUE",
      description = "Named context: a folder, a URL, docker-image://… or oci-layout://…")
  List<String> contexts = new ArrayList<>();

  @Option(
      names = "--secret",
      paramLabel = "id=ID[,src=FILE|,env=VARIABLE]",
      description = "Secret for RUN --mount=type=secret")
  List<String> secrets = new ArrayList<>();

  @Option(
      names = "--ssh",
      paramLabel = "default|ID[=SOCKET|KEY]",
      description = "SSH agent or key for RUN --mount=type=ssh")
  List<String> ssh = new ArrayList<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Label of the image")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--cache",
      paramLabel = "IMAGE",
      description =
          "Tag of a registry that keeps the layers of all steps: what it has is reused, what the"
              + " build adds is put there")
  @Nullable String cache;

  @Option(
      names = "--cache-from",
      paramLabel = "IMAGE",
      description =
          "Like --cache, but only read: a cache, or an image built with --cache-inline; may be"
              + " repeated")
  List<String> cacheFrom = new ArrayList<>();

  @Option(
      names = "--cache-inline",
      description = "Let the image itself say what its layers can be reused for")
  boolean cacheInline;

  @Option(names = "--no-cache", description = "Carry out every step; caches get the new results")
  boolean noCache;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "type=TYPE[,dest=PATH]",
      description =
          "Where the image goes: type=oci (tar=false for a folder), docker or registry;"
              + " a bare path is an OCI layout folder; may be repeated")
  List<String> outputs = new ArrayList<>();

  @Option(names = "--push", description = "Push to the registries that --tag names")
  boolean push;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|json|quiet",
      description = "How progress is shown (default: auto)")
  ProgressMode progress = ProgressMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the digest only")
  boolean quiet;

  @Option(names = "--iidfile", paramLabel = "FILE", description = "Write the image ID to a file")
  @Nullable Path iidFile;

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      description = "Write digests and names to a file, as JSON")
  @Nullable Path metadataFile;

  @Option(names = "--check", description = "Check the Dockerfile and build nothing")
  boolean check;

  @Option(names = "--plan", description = "Print the build graph and build nothing")
  boolean plan;

  @Option(
      names = "--compression",
      paramLabel = "gzip|zstd|none",
      description = "Format of new layers (default: gzip)")
  String compression = "gzip";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compress (default: one a processor)")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Give up after this time, such as 90s, 30m or 2h")
  @Nullable String timeout;

  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST",
      description = "Registry that may use plain HTTP or an unknown certificate; may be repeated")
  List<String> insecureRegistries = new ArrayList<>();

  @Option(
      names = "--registry-ca",
      paramLabel = "HOST=FILE",
      description = "PEM certificates to trust for a registry, git or web server; may be repeated")
  List<String> registryCas = new ArrayList<>();

  @Option(
      names = "--registries-conf",
      paramLabel = "FILE",
      description = "Mirrors and locations of registries, as containers-registries.conf(5) says")
  @Nullable Path registriesConf;

  @Option(
      names = "--registry-auth",
      paramLabel = "FILE",
      description =
          "Credentials: a docker config.json or a mounted pull secret; may be repeated"
              + " (default: docker's and podman's own files)")
  List<Path> registryAuths = new ArrayList<>();

  @Option(
      names = "--git-auth",
      paramLabel = "FOLDER",
      description =
          "Credentials for the git server of the context, as a mounted Secret has them: username"
              + " and password, or ssh-privatekey and known_hosts; ca.crt where it is private")
  @Nullable Path gitAuth;

  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description =
          "Where base images, finished steps and cache directories are kept (default: STAVE_STORE, /var/lib/stave for root, else"
              + " ~/.local/share/stave)")
  @Nullable Path store;

  @Option(
      names = "--store-quota",
      paramLabel = "SIZE",
      description =
          "What the store may keep when the build ends, such as 20Gi, or none for no limit; what was"
              + " not used for longest goes first (default: ${DEFAULT-VALUE})")
  String storeQuota = "20Gi";

  /** Ways to show progress. */
  enum ProgressMode {
    AUTO,
    PLAIN,
    TTY,
    JSON,
    QUIET
  }

  /** The timeout, zero for none. */
  Duration timeoutDuration() {
    if (timeout == null) {
      return Duration.ZERO;
    }
    return Durations.parse(timeout);
  }
}
