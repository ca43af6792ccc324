package build.stave.operator.run.job;

import build.stave.crds.v1alpha1.Arg;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.KeyReference;
import build.stave.crds.v1alpha1.LocalReference;
import build.stave.crds.v1alpha1.Output;
import build.stave.crds.v1alpha1.RunSecret;
import build.stave.crds.v1alpha1.RunSsh;
import build.stave.crds.v1alpha1.Source;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of the Secrets and ConfigMaps that a build speaks of. */
final class References {
  private final SortedSet<String> secrets = new TreeSet<>();
  private final SortedSet<String> configMaps = new TreeSet<>();

  private References() {}

  /** All of them. */
  static References of(ImageBuildSpec build) {
    var names = ofGit(build);
    Source source = build.source();
    if (source.oci() != null) {
      names.secret(source.oci().secretRef());
    }
    for (Source.AddedFiles files : source.files()) {
      names.secret(files.secret());
      names.configMap(files.configMap());
    }
    for (Arg arg : build.args()) {
      if (arg.valueFrom() != null) {
        names.secret(arg.valueFrom().secretKeyRef());
        names.configMap(arg.valueFrom().configMapKeyRef());
      }
    }
    build.secrets().stream().map(RunSecret::secretKeyRef).forEach(names::secret);
    build.ssh().stream().map(RunSsh::secretRef).forEach(names::secret);
    build.pullSecrets().forEach(names::secret);
    Output output = build.output();
    names.secret(output.secretRef());
    if (output.ca() != null) {
      names.secret(output.ca().secretKeyRef());
      names.configMap(output.ca().configMapKeyRef());
    }
    return names;
  }

  /** Those that looking at the git repository takes. */
  static References ofGit(ImageBuildSpec build) {
    var names = new References();
    if (build.source().git() != null) {
      names.secret(build.source().git().secretRef());
    }
    return names;
  }

  SortedSet<String> secrets() {
    return secrets;
  }

  SortedSet<String> configMaps() {
    return configMaps;
  }

  private void secret(@Nullable LocalReference reference) {
    if (reference != null) {
      secrets.add(reference.name());
    }
  }

  private void secret(@Nullable KeyReference reference) {
    if (reference != null) {
      secrets.add(reference.name());
    }
  }

  private void configMap(@Nullable LocalReference reference) {
    if (reference != null) {
      configMaps.add(reference.name());
    }
  }

  private void configMap(@Nullable KeyReference reference) {
    if (reference != null) {
      configMaps.add(reference.name());
    }
  }
}
