package build.stave.operator.run.job;

import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.BuilderPod;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.Isolation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pod that builds. */
final class PodTemplate {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BuilderPod NO_SETTINGS =
      new BuilderPod(null, null, null, null, null, null, null, null, null);

  /** Argument of the builder's image: build what the job says. */
  private static final String JOB_COMMAND = "job";

  /** Time to end a push and to say what happened. */
  private static final long GRACE_SECONDS = 15;

  private PodTemplate() {}

  static PodTemplateSpec of(ImageBuildRun run, BuilderSettings settings) {
    var build = run.getSpec().build();
    BuilderPod wished = build.builder() == null ? NO_SETTINGS : build.builder();
    var mounts =
        new Mounts(
            run.getMetadata().getName(),
            References.of(build),
            build.cache() == null ? null : build.cache().volume());
    Container base = container(build.isolation(), wished, settings);
    var spec =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withServiceAccountName(wished.serviceAccountName())
            .withPriorityClassName(wished.priorityClassName())
            .withRuntimeClassName(wished.runtimeClassName())
            .withNodeSelector(wished.nodeSelector())
            .withTolerations(tolerations(wished.tolerations()))
            .withAffinity(read(wished.affinity(), Affinity.class))
            .withVolumes(mounts.volumes())
            .addToContainers(
                base.edit()
                    .withName(PodPaths.BUILD)
                    .withArgs(JOB_COMMAND)
                    .withVolumeMounts(mounts.ofBuild())
                    .build());
    if (JobConfigMap.looks(run)) {
      spec.addToInitContainers(
          base.edit()
              .withName(PodPaths.PIN)
              .withArgs(PodPaths.PIN)
              .withVolumeMounts(mounts.of(References.ofGit(build)))
              .build());
    }
    isolate(spec, build.isolation());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(both(wished.labels(), RunObjects.labels(run)))
        .withAnnotations(
            both(
                wished.annotations(),
                Map.of("cluster-autoscaler.kubernetes.io/safe-to-evict", "false")))
        .endMetadata()
        .withSpec(spec.build())
        .build();
  }

  private static Container container(
      Isolation isolation, BuilderPod wished, BuilderSettings settings) {
    ResourceRequirements resources = read(wished.resources(), ResourceRequirements.class);
    return new ContainerBuilder()
        .withImage(settings.image())
        .withImagePullPolicy(settings.pullPolicy())
        .withResources(resources == null ? settings.resources() : resources)
        .withSecurityContext(securityContext(isolation))
        .build();
  }

  /** Other modes have their place here and in {@link #securityContext}. */
  private static void isolate(PodSpecBuilder pod, Isolation isolation) {
    switch (isolation) {
      case Nested ->
          pod.withHostUsers(false)
              .withNewSecurityContext()
              .withRunAsUser(0L)
              .withRunAsGroup(0L)
              .endSecurityContext();
    }
  }

  private static SecurityContext securityContext(Isolation isolation) {
    return switch (isolation) {
      // No seccompProfile: the runtime's own would not let the child namespace mount.
      case Nested ->
          new SecurityContextBuilder()
              .withAllowPrivilegeEscalation(false)
              .withProcMount("Unmasked")
              .withReadOnlyRootFilesystem(true)
              .withNewCapabilities()
              .withDrop("ALL")
              .withAdd("SETUID", "SETGID", "SETFCAP")
              .endCapabilities()
              .build();
    };
  }

  private static List<Toleration> tolerations(@Nullable JsonNode node) {
    Toleration[] read = read(node, Toleration[].class);
    return read == null ? List.of() : Arrays.asList(read);
  }

  private static <T> @Nullable T read(@Nullable JsonNode node, Class<T> type) {
    return node == null || node.isNull() ? null : JSON.convertValue(node, type);
  }

  /** The second wins. */
  private static SortedMap<String, String> both(
      @Nullable Map<String, String> wished, Map<String, String> ours) {
    SortedMap<String, String> all = new TreeMap<>();
    if (wished != null) {
      all.putAll(wished);
    }
    all.putAll(ours);
    return all;
  }
}
