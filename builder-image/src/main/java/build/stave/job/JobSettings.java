package build.stave.job;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Cache;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.LocalReference;
import build.stave.crds.v1alpha1.Output;
import build.stave.crds.v1alpha1.Sizes;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuilderSettings;
import build.stave.engine.SecretSource;
import build.stave.http.TlsSettings;
import build.stave.reference.ImageReference;
import build.stave.registry.Credentials;
import build.stave.registry.RegistriesConf;
import build.stave.registry.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job says of servers: credentials, certificates, mirrors. */
final class JobSettings {
  private static final List<String> DOCKER_KEYS = List.of(".dockerconfigjson", ".dockercfg");

  private final PodFiles files;
  private final BuildJob job;
  private final JobEnvironment environment;

  JobSettings(PodFiles files, BuildJob job, JobEnvironment environment) {
    this.files = files;
    this.job = job;
    this.environment = environment;
  }

  BuilderSettings builder(BuildRequest request) throws IOException {
    GitAccess git = git(request.source(), request.secrets());
    Output output = job.build().output();
    String registry = ImageReference.parse(output.image()).registry();
    Map<String, TlsSettings> tls = new HashMap<>(git.authorities());
    Path authority = authority(output.ca());
    if (authority != null) {
      tls.merge(registry, TlsSettings.trusting(authority), TlsSettings::and);
    }
    return new BuilderSettings(
        environment.store(),
        quota(),
        new RegistrySettings(
            credentials(),
            mirrors(),
            output.allowsInsecure() ? Set.of(registry) : Set.of(),
            List.of()),
        authorities(),
        tls,
        git.credentials(),
        InputStream.nullInputStream(),
        Runtime.getRuntime().availableProcessors(),
        environment.version(),
        environment.warnings());
  }

  private OptionalLong quota() {
    Cache cache = job.build().cache();
    Cache.Volume volume = cache == null ? null : cache.volume();
    return volume == null || volume.quota() == null
        ? OptionalLong.empty()
        : OptionalLong.of(Sizes.parse(volume.quota()));
  }

  /** How git servers are told who asks. */
  GitAccess git(BuildRequest.Source source, Map<String, SecretSource> secrets) {
    Git git = job.build().source().git();
    LocalReference secret = git == null ? null : git.secretRef();
    return new GitAccess(
        secret == null ? null : files.secretFolder(secret.name()),
        secret == null ? "" : "Secret " + secret.name(),
        Map.of(),
        source,
        secrets);
  }

  /** The certificates that are trusted for every server, in a file. */
  List<Path> authorities() throws IOException {
    String text = job.authorities();
    if (text == null || text.isBlank()) {
      return List.of();
    }
    return List.of(Files.writeString(files.at(PodPaths.WORK).resolve("authorities.pem"), text));
  }

  private RegistriesConf mirrors() {
    String text = job.registriesConf();
    return text == null
        ? RegistriesConf.EMPTY
        : RegistriesConf.parsed("registries.conf of the operator", text);
  }

  private @Nullable Path authority(Output.@Nullable Authority ca) {
    if (ca == null) {
      return null;
    }
    if (ca.secretKeyRef() != null) {
      return files.secret(ca.secretKeyRef());
    }
    return ca.configMapKeyRef() == null ? null : files.configMap(ca.configMapKeyRef());
  }

  private Credentials credentials() {
    List<LocalReference> secrets = new ArrayList<>();
    if (job.build().output().secretRef() != null) {
      secrets.add(job.build().output().secretRef());
    }
    secrets.addAll(job.build().pullSecrets());
    var oci = job.build().source().oci();
    if (oci != null && oci.secretRef() != null) {
      secrets.add(oci.secretRef());
    }
    List<Path> all = new ArrayList<>();
    for (LocalReference secret : secrets) {
      Path file = dockerFile(secret.name());
      all.add(file);
    }
    Credentials credentials = Credentials.of(all);
    credentials.check();
    return credentials;
  }

  private Path dockerFile(String secret) {
    for (String key : DOCKER_KEYS) {
      Path file = files.secretFolder(secret).resolve(key);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return files.secret(secret, DOCKER_KEYS.getFirst());
  }
}
