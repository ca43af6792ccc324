package build.stave.operator.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;

/** Writes a status by server-side apply. */
public final class StatusWriter {
  private StatusWriter() {}

  /**
   * Writes the status, if the resource is still as it was seen. What the API server answers is what
   * the next reconciliation sees.
   *
   * @param seen resource that was decided on
   * @param fresh an empty resource of the kind
   * @return whether it was written; if not, the resource is to be reconciled as it is now
   */
  public static <S, T, R extends CustomResource<S, T>> boolean write(
      R seen, R fresh, T status, Context<R> context) {
    fresh.getMetadata().setName(seen.getMetadata().getName());
    fresh.getMetadata().setNamespace(seen.getMetadata().getNamespace());
    fresh.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
    fresh.setStatus(status);
    try {
      R written =
          context
              .getClient()
              .resource(fresh)
              .subresource("status")
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withForce(true)
                      .withFieldManager(context.getControllerConfiguration().fieldManager())
                      .build());
      context
          .eventSourceRetriever()
          .getControllerEventSource()
          .handleRecentResourceUpdate(ResourceID.fromResource(seen), written, seen);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }
}
