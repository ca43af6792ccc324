package build.stave.registry;

import build.stave.reference.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The credentials at hand: files, looked at in order. Read anew each time, since tokens rotate. */
public final class Credentials {
  /** No credentials at all. */
  public static final Credentials NONE = of(List.of());

  private final List<Path> files;
  private final CredentialHelper helper;

  Credentials(List<Path> files, CredentialHelper helper) {
    this.files = List.copyOf(files);
    this.helper = helper;
  }

  /** The credentials of these files; one that does not exist is passed over. */
  public static Credentials of(List<Path> files) {
    return new Credentials(files, CredentialHelper.on(System.getenv().getOrDefault("PATH", "")));
  }

  /**
   * First the given files, then where Docker, Podman and Skopeo keep theirs: REGISTRY_AUTH_FILE,
   * XDG_RUNTIME_DIR/containers/auth.json, DOCKER_CONFIG/config.json or ~/.docker/config.json.
   */
  public static Credentials fromEnvironment(List<Path> first, Map<String, String> environment) {
    var files = new ArrayList<Path>(first);
    String named = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", "");
    if (!named.isEmpty()) {
      files.add(Path.of(named));
    }
    if (!runtime.isEmpty()) {
      files.add(Path.of(runtime, "containers", "auth.json"));
    }
    if (!docker.isEmpty()) {
      files.add(Path.of(docker, "config.json"));
    } else if (!home.isEmpty()) {
      files.add(Path.of(home, ".docker", "config.json"));
    }
    return new Credentials(files, CredentialHelper.on(environment.getOrDefault("PATH", "")));
  }

  /**
   * Reads the files, and nothing more.
   *
   * @throws build.stave.problem.StaveException SECRET_MALFORMED where one is no file of credentials
   */
  public void check() {
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        CredentialFile.read(file, helper);
      }
    }
  }

  /** All that match, to be tried in order. */
  List<CredentialEntry> candidates(ImageReference image) throws InterruptedException {
    var all = new ArrayList<CredentialEntry>();
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        for (CredentialEntry entry : CredentialFile.read(file, helper).candidates(image)) {
          if (all.stream().noneMatch(e -> e.credential().equals(entry.credential()))) {
            all.add(entry);
          }
        }
      }
    }
    return List.copyOf(all);
  }

  /** Where was looked, for a message. */
  String places() {
    return files.isEmpty()
        ? "no file was given"
        : String.join(", ", files.stream().map(Path::toString).toList());
  }
}
