package build.stave.e2e;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunSpec;
import build.stave.crds.v1alpha1.ImageBuildStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many copies of an ImageBuild that is settled, and of its run, as if each had been built: nothing
 * is left to be done for them.
 */
final class Copies {
  private static final int AT_ONCE = 16;

  private final KubernetesClient client;
  private final ImageBuild build;
  private final ImageBuildRun run;

  Copies(KubernetesClient client, ImageBuild build, ImageBuildRun run) {
    this.client = client;
    this.build = build;
    this.run = run;
  }

  void make(int builds, int runsOfEach) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> all = new ArrayList<>();
      IntStream.range(0, builds)
          .forEach(i -> all.add(threads.submit(() -> make("copy-" + i, runsOfEach))));
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void make(String name, int runs) {
    ImageBuild copy = new ImageBuild();
    copy.setMetadata(metadata(name, build.getMetadata(), Map.of()));
    copy.setSpec(build.getSpec());
    ImageBuild made = client.resource(copy).create();
    for (int number = 1; number <= runs; number++) {
      make(made, number);
    }
    ImageBuildStatus status = build.getStatus();
    String latest = name + "-" + runs;
    made.setStatus(
        new ImageBuildStatus(
            status.observedGeneration(),
            status.conditions().stream().map(condition -> about(latest, condition)).toList(),
            status.latestImage(),
            latest,
            (long) runs,
            status.source(),
            status.wish(),
            status.settings(),
            status.lastHandledRequest(),
            status.watch()));
    client.resource(made).updateStatus();
  }

  /** The condition, whose message names the run, about another. */
  private Condition about(String latest, Condition condition) {
    return new Condition(
        condition.type(),
        condition.status(),
        condition.reason(),
        condition.message().replace(run.getMetadata().getName(), latest),
        condition.lastTransitionTime(),
        condition.observedGeneration());
  }

  private void make(ImageBuild owner, int number) {
    String name = owner.getMetadata().getName();
    ImageBuildRun copy = new ImageBuildRun();
    copy.setMetadata(
        metadata(name + "-" + number, run.getMetadata(), Map.of(Annotations.BUILD_LABEL, name)));
    copy.getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder(run.getMetadata().getOwnerReferences().getFirst())
                    .withName(name)
                    .withUid(owner.getMetadata().getUid())
                    .build()));
    ImageBuildRunSpec spec = run.getSpec();
    copy.setSpec(
        new ImageBuildRunSpec(
            spec.build(), (long) number, spec.commit(), spec.trigger(), spec.cancel()));
    ImageBuildRun made = client.resource(copy).create();
    made.setStatus(run.getStatus());
    client.resource(made).updateStatus();
  }

  private static ObjectMeta metadata(String name, ObjectMeta of, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(of.getNamespace())
        .withAnnotations(of.getAnnotations())
        .withLabels(of.getLabels())
        .addToLabels(labels)
        .build();
  }
}
