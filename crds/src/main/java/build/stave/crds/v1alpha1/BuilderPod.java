package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the pod that builds. What Kubernetes defines is kept as it is written: the builder
 * reads this record too and has no Kubernetes client.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BuilderPod(
    @JsonPropertyDescription(
            "Resources of the build container. A RUN that needs more memory than the limit is killed.")
        @SchemaFrom(type = ResourceRequirements.class)
        @Nullable JsonNode resources,
    @JsonPropertyDescription("Labels of the nodes that may run the pod.")
        @Size(max = 64)
        @ValidationRule(value = LABELS, message = LABELS_MESSAGE)
        @Nullable SortedMap<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints that the pod tolerates.")
        @SchemaFrom(type = Toleration[].class)
        @Nullable JsonNode tolerations,
    @JsonPropertyDescription("Affinity of the pod.") @SchemaFrom(type = Affinity.class)
        @Nullable JsonNode affinity,
    @JsonPropertyDescription("Priority class of the pod.")
        @Size(max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @Nullable String priorityClassName,
    @JsonPropertyDescription("Runtime class of the pod, such as one for gVisor or Kata.")
        @Size(max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @Nullable String runtimeClassName,
    @JsonPropertyDescription(
            "Service account of the pod, for admission policies and image pull secrets. Its token is not mounted.")
        @Size(max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription("Labels added to the pod.")
        @Size(max = 64)
        @ValidationRule(value = LABELS, message = LABELS_MESSAGE)
        @ValidationRule(
            value = "self.all(key, !key.startsWith('" + ApiVersion.GROUP + "/'))",
            message = "labels of " + ApiVersion.GROUP + " are the operator's")
        @Nullable SortedMap<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Annotations added to the pod.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(key, key.matches('" + LABEL_KEY + "'))",
            message = "a key is a name, or a DNS name, a slash and a name")
        @Nullable SortedMap<String, @Size(max = 65536) String> annotations) {
  private static final String LABEL_KEY =
      "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";
  private static final String LABELS =
      "self.all(key, key.matches('"
          + LABEL_KEY
          + "') && self[key].matches('^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$'))";
  private static final String LABELS_MESSAGE =
      "a key is a name, or a DNS name, a slash and a name; a value is empty or a name";
}
