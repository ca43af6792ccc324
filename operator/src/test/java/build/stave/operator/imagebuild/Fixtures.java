package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import build.stave.crds.v1alpha1.Trigger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** ImageBuilds and runs as the API server would return them. */
final class Fixtures {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String UID = "00000000-0000-0000-0000-000000000001";
  static final String COMMIT_A = "a".repeat(40);
  static final String COMMIT_B = "b".repeat(40);

  private Fixtures() {}

  /** An ImageBuild that builds from git. */
  static ImageBuild build(Consumer<ObjectNode> spec) {
    ObjectNode tree = JSON.createObjectNode();
    tree.putObject("source")
        .putObject("git")
        .put("url", "https://git.example.com/a.git")
        .putObject("ref")
        .put("branch", "main");
    tree.putObject("output").put("image", "registry.example.com/a");
    spec.accept(tree);
    ObjectNode build = JSON.createObjectNode();
    build
        .putObject("metadata")
        .put("name", "shop")
        .put("namespace", "team-a")
        .put("uid", UID)
        .put("generation", 1);
    build.set("spec", tree);
    return read(build.toString(), ImageBuild.class);
  }

  static ImageBuild build() {
    return build(spec -> {});
  }

  static void watched(ObjectNode spec) {
    spec.putObject("triggers").putObject("git").put("interval", "5m");
  }

  static ImageBuild with(ImageBuild build, @Nullable String request) {
    build
        .getMetadata()
        .setAnnotations(request == null ? Map.of() : Map.of(Annotations.REQUEST, request));
    return build;
  }

  static ImageBuild with(ImageBuild build, ImageBuildStatus status) {
    build.setStatus(status);
    return build;
  }

  /** What the status says of a run that was started for that spec and is not over. */
  static ImageBuildStatus told(ImageBuild of, long number, @Nullable String request) {
    return new ImageBuildStatus(
        1L,
        List.of(
            new Condition(
                Condition.RECONCILING,
                Condition.Status.True,
                "Pending",
                "",
                "2026-01-01T00:00:00Z",
                1)),
        null,
        "shop-" + number,
        number,
        null,
        SpecHash.wish(of.getSpec()),
        SpecHash.settings(of.getSpec()),
        request,
        null);
  }

  /** A run of an ImageBuild. */
  static ImageBuildRun run(ImageBuild build, long number, String status) {
    return run(build, number, null, status);
  }

  static ImageBuildRun run(ImageBuild build, long number, @Nullable String request, String status) {
    var start = new Decision.Start(new Trigger(Trigger.Cause.Spec, null), null);
    ImageBuildRun run = RunTemplate.run(build, number, start, request);
    run.setStatus(read(status, ImageBuildRunStatus.class));
    return run;
  }

  /** The same run, cancelled because the spec changed. */
  static ImageBuildRun superseded(ImageBuildRun run) {
    run.getMetadata().setAnnotations(Map.of(Annotations.SUPERSEDED_BY, "2"));
    return cancelled(run);
  }

  /** The same run, cancelled by a person. */
  static ImageBuildRun cancelled(ImageBuildRun run) {
    var spec = run.getSpec();
    run.setSpec(
        new ImageBuildRunSpec(spec.build(), spec.number(), spec.commit(), spec.trigger(), true));
    return run;
  }

  /** The same run, of another ImageBuild that had the same name. */
  static ImageBuildRun foreign(ImageBuildRun run) {
    run.getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder(run.getMetadata().getOwnerReferences().getFirst())
                    .withUid("00000000-0000-0000-0000-000000000002")
                    .build()));
    return run;
  }

  /** Runs as they are known of. */
  static List<KnownRun> known(List<ImageBuildRun> runs) {
    return runs.stream().map(run -> JSON.convertValue(run, KnownRun.class)).toList();
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
