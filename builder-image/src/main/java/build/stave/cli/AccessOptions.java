package build.stave.cli;

import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The flags that say how registries and git servers are reached. */
record AccessOptions(
    List<String> insecureRegistries,
    List<String> registryCas,
    @Nullable Path registriesConf,
    List<Path> registryAuths,
    @Nullable Path gitAuth) {
  private static final Flag INSECURE_REGISTRY =
      Flag.of(
          "insecure-registry",
          "HOST",
          "Registry that may use plain HTTP or an unknown certificate; may be repeated");
  private static final Flag REGISTRY_CA =
      Flag.of(
          "registry-ca",
          "HOST=FILE",
          "PEM certificates to trust for a registry, git or web server; may be repeated");
  private static final Flag REGISTRIES_CONF =
      Flag.of(
          "registries-conf",
          "FILE",
          "Mirrors and locations of registries, as containers-registries.conf(5) says");
  private static final Flag REGISTRY_AUTH =
      Flag.of(
          "registry-auth",
          "FILE",
          "Credentials: a docker config.json or a mounted pull secret; may be "
              + "repeated (default: docker's and podman's own files)");
  private static final Flag GIT_AUTH =
      Flag.of(
          "git-auth",
          "FOLDER",
          "Credentials for the git server of the context, as a mounted Secret has "
              + "them: username and password, or ssh-privatekey and known_hosts; ca.crt "
              + "where it is private");

  static final List<Flag> FLAGS =
      List.of(INSECURE_REGISTRY, REGISTRY_CA, REGISTRIES_CONF, REGISTRY_AUTH, GIT_AUTH);

  static AccessOptions of(Line line) throws ParseException {
    return new AccessOptions(
        line.values(INSECURE_REGISTRY),
        line.values(REGISTRY_CA),
        line.path(REGISTRIES_CONF),
        line.values(REGISTRY_AUTH).stream().map(Path::of).toList(),
        line.path(GIT_AUTH));
  }
}
