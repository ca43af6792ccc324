package build.stave.operator.run;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.run.job.BuilderSettings;
import build.stave.operator.run.job.JobConfigMap;
import build.stave.operator.run.job.JobFactory;
import build.stave.operator.run.job.RunObjects;
import build.stave.operator.run.progress.Failures;
import build.stave.operator.run.progress.Progress;
import build.stave.operator.run.progress.Progress.Failed;
import build.stave.operator.run.progress.Progress.Waiting;
import build.stave.operator.run.progress.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of the API server for a run. Each call may be made again. */
final class Cluster {
  private static final int INVALID = 422;

  private final KubernetesClient client;
  private final BuilderSettings settings;

  Cluster(KubernetesClient client, BuilderSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The Job of a run, from the API server itself. */
  Optional<Job> job(ImageBuildRun run) {
    var metadata = run.getMetadata();
    return Optional.ofNullable(
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .get())
        .filter(job -> RunObjects.isOf(run, job));
  }

  /** The pods of a run, from the API server itself. */
  List<Pod> pods(ImageBuildRun run) {
    return client
        .pods()
        .inNamespace(run.getMetadata().getNamespace())
        .withLabel(Annotations.RUN_LABEL, run.getMetadata().getName())
        .list()
        .getItems();
  }

  /** Creates what a run needs, or finds it; says why where that cannot be. */
  Optional<Progress> create(ImageBuildRun run) {
    return create(run, JobConfigMap.of(run, settings, JobConfigMap.pinned(run)))
        .or(() -> create(run, JobFactory.of(run, settings)));
  }

  private Optional<Progress> create(ImageBuildRun run, HasMetadata object) {
    try {
      client.resource(object).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT -> existing(run, object);
        case HttpURLConnection.HTTP_FORBIDDEN ->
            Optional.of(
                new Waiting(
                    quota(e) ? Reason.QuotaExceeded : Reason.PodForbidden,
                    object.getKind() + " is not admitted: " + message(e)));
        case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, INVALID ->
            Optional.of(
                new Failed(
                    Failures.of(
                        FailureClass.Configuration,
                        Reason.JobInvalid,
                        object.getKind() + " is refused: " + message(e))));
        default -> throw e;
      };
    }
  }

  private Optional<Progress> existing(ImageBuildRun run, HasMetadata object) {
    HasMetadata found = client.resource(object).get();
    return found != null && RunObjects.isOf(run, found)
        ? Optional.empty()
        : Optional.of(
            new Waiting(
                Reason.NameTaken,
                "%s %s is not this run's; the run goes on when it is gone"
                    .formatted(object.getKind(), object.getMetadata().getName())));
  }

  /** Later pods of the run build this commit. */
  void pin(ImageBuildRun run, @Nullable String commit) {
    var configMap = JobConfigMap.of(run, settings, commit);
    client.resource(configMap).patch(PatchContext.of(PatchType.JSON_MERGE), configMap);
  }

  /** Removes a Job; it stays until its pods have ended. */
  void remove(Job job) {
    if (job.getMetadata().getDeletionTimestamp() == null) {
      client.resource(job).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    }
  }

  /** Events about an object. */
  List<Event> events(HasMetadata about) {
    return client
        .v1()
        .events()
        .inNamespace(about.getMetadata().getNamespace())
        .withField("involvedObject.uid", about.getMetadata().getUid())
        .list()
        .getItems();
  }

  private static boolean quota(KubernetesClientException e) {
    return message(e).contains("quota");
  }

  private static String message(KubernetesClientException e) {
    String said = e.getStatus() == null ? null : e.getStatus().getMessage();
    return said == null ? String.valueOf(e.getMessage()) : said;
  }
}
