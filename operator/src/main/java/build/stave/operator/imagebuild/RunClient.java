package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What is done to runs in the cluster. */
final class RunClient {
  private final KubernetesClient client;

  RunClient(KubernetesClient client) {
    this.client = client;
  }

  /** Creates a run; empty where one of its name is there already. */
  Optional<KnownRun> create(ImageBuildRun run) {
    try {
      ImageBuildRun created = client.resource(run).create();
      return Optional.of(client.getKubernetesSerialization().convertValue(created, KnownRun.class));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A run as it is now, whatever the cache says. */
  Optional<KnownRun> get(ImageBuild build, String name) {
    return Optional.ofNullable(resource(build, name).get());
  }

  /** Cancels a run for the spec of its ImageBuild as it is now. */
  KnownRun supersede(ImageBuild build, Run run) {
    String patch =
        "{\"metadata\":{\"annotations\":{\"%s\":\"%d\"}},\"spec\":{\"cancel\":true}}"
            .formatted(Annotations.SUPERSEDED_BY, build.getMetadata().getGeneration());
    return resource(build, run.name()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Deletes a run with all that it owns. */
  void delete(ImageBuild build, Run run) {
    resource(build, run.name()).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private Resource<KnownRun> resource(ImageBuild build, String name) {
    return client
        .resources(KnownRun.class)
        .inNamespace(build.getMetadata().getNamespace())
        .withName(name);
  }
}
