package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes runs down. */
final class RunTemplate {
  private RunTemplate() {}

  /** The name of a run: the same for everybody who would start it. */
  static String name(ImageBuild build, long number) {
    return build.getMetadata().getName() + "-" + number;
  }

  /**
   * A run.
   *
   * @param answered request that counts as answered with it
   */
  static ImageBuildRun run(
      ImageBuild build, long number, Decision.Start start, @Nullable String answered) {
    var run = new ImageBuildRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(build, number))
            .withNamespace(build.getMetadata().getNamespace())
            .withLabels(Map.of(Annotations.BUILD_LABEL, build.getMetadata().getName()))
            .withAnnotations(answered == null ? null : Map.of(Annotations.REQUEST, answered))
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion(build.getApiVersion())
                    .withKind(build.getKind())
                    .withName(build.getMetadata().getName())
                    .withUid(build.getMetadata().getUid())
                    .withController(true)
                    .build())
            .build());
    run.setSpec(
        new ImageBuildRunSpec(
            snapshot(build.getSpec()), number, start.commit(), start.trigger(), null));
    return run;
  }

  /** A spec without what is no concern of one run. */
  private static ImageBuildSpec snapshot(ImageBuildSpec spec) {
    return new ImageBuildSpec(
        spec.source(),
        spec.contextDir(),
        spec.dockerfile(),
        spec.target(),
        spec.platform(),
        spec.args(),
        spec.contexts(),
        spec.secrets(),
        spec.ssh(),
        spec.pullSecrets(),
        spec.output(),
        spec.timeout(),
        spec.retry(),
        null,
        null,
        spec.isolation(),
        spec.builder(),
        spec.cache(),
        null);
  }
}
