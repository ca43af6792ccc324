package build.stave.operator.run.job;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What the objects of a run have in common: its name, its labels and that it owns them. */
public final class RunObjects {
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String MANAGER = "stave";

  private RunObjects() {}

  /** Whether an object was made for this run, and not for another that had its name. */
  public static boolean isOf(ImageBuildRun run, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(run.getMetadata().getUid()));
  }

  static ObjectMeta metadata(ImageBuildRun run) {
    return new ObjectMetaBuilder()
        .withName(run.getMetadata().getName())
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(labels(run))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(run.getApiVersion())
                .withKind(run.getKind())
                .withName(run.getMetadata().getName())
                .withUid(run.getMetadata().getUid())
                .withController(true)
                .build())
        .build();
  }

  static Map<String, String> labels(ImageBuildRun run) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MANAGED_BY, MANAGER);
    labels.put(Annotations.RUN_LABEL, run.getMetadata().getName());
    Map<String, String> own = run.getMetadata().getLabels();
    String build = own == null ? null : own.get(Annotations.BUILD_LABEL);
    if (build != null) {
      labels.put(Annotations.BUILD_LABEL, build);
    }
    return labels;
  }
}
