package build.stave.operator.run;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.operator.run.job.BuilderSettings;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Runs and settings of the tests. */
public final class TestRuns {
  /** As the operator reads and writes. */
  public static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** What a cluster has. */
  public static final BuilderSettings SETTINGS =
      new BuilderSettings(
          "ghcr.io/stave/builder:1",
          "IfNotPresent",
          new ResourceRequirementsBuilder()
              .withRequests(Map.of("memory", new Quantity("512Mi")))
              .withLimits(Map.of("memory", new Quantity("2Gi")))
              .build(),
          "unqualified-search-registries = []\n",
          null);

  private TestRuns() {}

  /** The run of a file in resources. */
  public static ImageBuildRun run(String name) {
    return YAML.unmarshal(text(name + ".yaml"), ImageBuildRun.class);
  }

  /** The same, with a status. */
  public static ImageBuildRun run(String name, ImageBuildRunStatus status) {
    ImageBuildRun run = run(name);
    run.setStatus(status);
    return run;
  }

  /** A file in resources. */
  public static String text(String file) {
    try (InputStream in = TestRuns.class.getResourceAsStream("/run/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
