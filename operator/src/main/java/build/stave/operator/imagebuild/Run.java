package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.crds.v1alpha1.SourceStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of an ImageBuild, as the cluster has it; it is read and never changed. */
record Run(KnownRun resource) {
  String name() {
    return resource.getMetadata().getName();
  }

  private KnownRun.Spec spec() {
    return Objects.requireNonNull(resource.getSpec(), "spec");
  }

  /** Its number, from 1; 0 where it has none. */
  long number() {
    Long number = spec().number();
    return number == null ? 0 : number;
  }

  Optional<KnownRun.Status> status() {
    return Optional.ofNullable(resource.getStatus());
  }

  Phase phase() {
    return status().map(KnownRun.Status::phase).orElse(Phase.Pending);
  }

  boolean isActive() {
    return !phase().isFinal();
  }

  /** Whether somebody wants it to end. */
  boolean isCancelled() {
    return spec().cancel();
  }

  /** Whether it was, or is to be, cancelled because the wish changed. */
  boolean isSuperseded() {
    return isCancelled() && annotations().containsKey(Annotations.SUPERSEDED_BY);
  }

  /** The commit that it builds, once that is known. */
  Optional<String> commit() {
    String pinned = spec().commit();
    return pinned == null
        ? status().map(KnownRun.Status::source).map(SourceStatus::commit)
        : Optional.of(pinned);
  }

  /** Hash of the wish that it carries out. */
  String wish() {
    return spec().build().wish();
  }

  /** Hash of how it does so. */
  String settings() {
    return spec().build().settings();
  }

  /** Value of the request that was answered when it started. */
  @Nullable String request() {
    return annotations().get(Annotations.REQUEST);
  }

  /** When it ended. */
  Optional<Instant> completed() {
    return status().map(KnownRun.Status::completionTime).map(Instant::parse);
  }

  private Map<String, String> annotations() {
    return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
