package build.stave.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Connections to the API server. */
final class Clients {
  private static final String USER_AGENT = "stave-operator";

  private Clients() {}

  /**
   * From the pod's ServiceAccount or a kubeconfig. A field that a newer CRD has is passed over:
   * otherwise one resource with it would stop the watch of all. Who manages which field is passed
   * over too: it is most of what a resource weighs in the caches, and nobody here reads it.
   */
  static KubernetesClient create() {
    var mapper =
        new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .addMixIn(ObjectMeta.class, Lean.class);
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withUserAgent(USER_AGENT).build())
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
        .build();
  }

  /** What is read of the metadata of an object. */
  @JsonIgnoreProperties("managedFields")
  private interface Lean {}
}
