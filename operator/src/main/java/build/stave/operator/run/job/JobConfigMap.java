package build.stave.operator.run.job;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.ImageBuildRun;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ConfigMap of a run: its {@link BuildJob}, as JSON. */
public final class JobConfigMap {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JobConfigMap() {}

  /**
   * The ConfigMap.
   *
   * @param commit that is built, where it is known
   */
  public static ConfigMap of(ImageBuildRun run, BuilderSettings settings, @Nullable String commit) {
    var spec = run.getSpec();
    var job =
        new BuildJob(
            run.getMetadata().getName(),
            spec.number(),
            run.getMetadata().getCreationTimestamp(),
            commit,
            spec.build(),
            settings.registriesConf(),
            settings.authorities());
    try {
      return new ConfigMapBuilder()
          .withMetadata(RunObjects.metadata(run))
          .withData(Map.of(PodPaths.JOB_FILE, JSON.writeValueAsString(job)))
          .build();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit that a run's spec pins; null where the builder has to look, or there is no git. */
  public static @Nullable String pinned(ImageBuildRun run) {
    if (run.getSpec().commit() != null) {
      return run.getSpec().commit();
    }
    Git git = run.getSpec().build().source().git();
    return git == null || git.ref() == null ? null : git.ref().commit();
  }

  /** Whether the builder has to look which commit a branch or tag is at. */
  public static boolean looks(ImageBuildRun run) {
    return run.getSpec().build().source().git() != null && pinned(run) == null;
  }
}
