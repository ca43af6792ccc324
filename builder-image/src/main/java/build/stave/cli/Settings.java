package build.stave.cli;

import build.stave.crds.v1alpha1.Sizes;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuilderSettings;
import build.stave.http.TlsSettings;
import build.stave.job.GitAccess;
import build.stave.problem.Problem;
import build.stave.registry.Credentials;
import build.stave.registry.RegistriesConf;
import build.stave.registry.RegistrySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the flags and the environment say of the machine: store, credentials, certificates. */
final class Settings {
  private final BuildOptions options;
  private final Map<String, String> environment;

  Settings(BuildOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * The settings.
   *
   * @param request whose source decides what git credentials are for
   */
  BuilderSettings read(BuildRequest request) {
    var git =
        new GitAccess(
            options.access().gitAuth(),
            "--git-auth " + options.access().gitAuth(),
            environment,
            request.source(),
            request.secrets());
    var registry =
        new RegistrySettings(
            Credentials.fromEnvironment(options.access().registryAuths(), environment),
            RegistriesConf.read(configurations()),
            new LinkedHashSet<>(options.access().insecureRegistries()),
            List.of(
                home(".config/containers/certs.d"),
                Path.of("/etc/containers/certs.d"),
                Path.of("/etc/docker/certs.d")));
    return new BuilderSettings(
        store(options.store().folder(), environment),
        quota(),
        registry,
        List.of(),
        authorities(git),
        git.credentials(),
        System.in,
        options.work().threads(),
        Main.version(),
        warning -> System.err.println("WARNING: " + warning));
  }

  /**
   * Where unpacked base images are kept.
   *
   * @param flag what the command line says, or null
   */
  static Path store(@Nullable Path flag, Map<String, String> environment) {
    if (flag != null) {
      return flag.toAbsolutePath();
    }
    String named = environment.getOrDefault("STAVE_STORE", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath();
    }
    // In a user namespace everybody is root; the home is not.
    String home = environment.getOrDefault("HOME", "/root");
    if (home.equals("/root")) {
      return Path.of("/var/lib/stave");
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    return data.isEmpty() ? Path.of(home, ".local/share/stave") : Path.of(data, "stave");
  }

  private OptionalLong quota() {
    return options.store().quota().equals("none")
        ? OptionalLong.empty()
        : OptionalLong.of(size("--store-quota", options.store().quota()));
  }

  /**
   * The bytes that a flag's value means.
   *
   * @throws build.stave.problem.StaveException USER where it is no size
   */
  static long size(String flag, String value) {
    return Sizes.find(value)
        .orElseThrow(
            () ->
                Problem.user(flag + " " + value + ": this is no size")
                    .fix("write a whole number and a unit (k, M, G, T, Ki, Mi, Gi, Ti), as in 20Gi")
                    .exception());
  }

  private List<Path> configurations() {
    if (options.access().registriesConf() != null) {
      if (!Files.isReadable(options.access().registriesConf())) {
        throw Problem.user("cannot read " + options.access().registriesConf()).exception();
      }
      return List.of(options.access().registriesConf());
    }
    return List.of(
        home(".config/containers/registries.conf"), Path.of("/etc/containers/registries.conf"));
  }

  private Map<String, TlsSettings> authorities(GitAccess git) {
    Map<String, TlsSettings> byHost = new HashMap<>(git.authorities());
    for (String text : options.access().registryCas()) {
      KeyValues.Pair pair = KeyValues.pair("--registry-ca", text);
      Path file = Path.of(pair.value());
      if (!Files.isReadable(file)) {
        throw Problem.user("--registry-ca " + text + ": cannot read " + file).exception();
      }
      byHost.put(pair.key().toLowerCase(Locale.ROOT), TlsSettings.trusting(file));
    }
    return byHost;
  }

  private Path home(String path) {
    return Path.of(environment.getOrDefault("HOME", "/"), path);
  }
}
