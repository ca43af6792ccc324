package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.crds.v1alpha1.SourceStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of an ImageBuild, as the cluster has it; it is read and never changed. */
record Run(ImageBuildRun resource) {
  String name() {
    return resource.getMetadata().getName();
  }

  /** Its number, from 1; 0 where it has none. */
  long number() {
    Long number = resource.getSpec().number();
    return number == null ? 0 : number;
  }

  Optional<ImageBuildRunStatus> status() {
    return Optional.ofNullable(resource.getStatus());
  }

  Phase phase() {
    return status().map(ImageBuildRunStatus::phase).orElse(Phase.Pending);
  }

  boolean isActive() {
    return !phase().isFinal();
  }

  /** Whether it was, or is to be, cancelled because the wish changed. */
  boolean isSuperseded() {
    return resource.getSpec().isCancelled() && annotations().containsKey(Annotations.SUPERSEDED_BY);
  }

  /** The commit that it builds, once that is known. */
  Optional<String> commit() {
    String pinned = resource.getSpec().commit();
    return pinned == null
        ? status().map(ImageBuildRunStatus::source).map(SourceStatus::commit)
        : Optional.of(pinned);
  }

  /** Hash of the wish that it carries out. */
  String wish() {
    return SpecHash.wish(resource.getSpec().build());
  }

  /** Hash of how it does so. */
  String settings() {
    return SpecHash.settings(resource.getSpec().build());
  }

  /** Value of the request that was answered when it started. */
  @Nullable String request() {
    return annotations().get(Annotations.REQUEST);
  }

  /** When it ended. */
  Optional<Instant> completed() {
    return status().map(ImageBuildRunStatus::completionTime).map(Instant::parse);
  }

  private Map<String, String> annotations() {
    return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
