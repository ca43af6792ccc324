package build.stave.operator.imagebuild;

import static build.stave.operator.imagebuild.Fixtures.build;
import static build.stave.operator.imagebuild.Fixtures.foreign;
import static build.stave.operator.imagebuild.Fixtures.run;
import static build.stave.operator.imagebuild.Fixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.operator.event.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs are started once, whatever caches say and however many do it. */
@EnableKubernetesMockClient(crud = true, https = false)
final class RunStarterTest {
  private static final Sight OFF = new Sight.Unwatched();

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient client;

  private State start(ImageBuild build, List<ImageBuildRun> cached) {
    var starter =
        new RunStarter(
            new RunClient(client), new BuildEvents(new EventRecorder(client, Clock.systemUTC())));
    return starter.start(
        build, State.of(build, OwnRuns.of(build, Fixtures.known(cached)), OFF), OFF);
  }

  private List<String> runs() {
    return client.resources(ImageBuildRun.class).inAnyNamespace().list().getItems().stream()
        .map(run -> run.getMetadata().getName())
        .sorted()
        .toList();
  }

  private void exists(ImageBuildRun run) {
    client.resource(run).create();
  }

  @Test
  void startsTheNextAndSaysSo() {
    State state =
        start(with(build(), "please"), List.of(run(build(), 3, "{\"phase\":\"Failed\"}")));

    assertThat(runs()).containsExactly("shop-4");
    assertThat(state.started().number()).isEqualTo(4);
    assertThat(state.started().request()).isEqualTo("please");
    assertThat(state.decision()).isInstanceOf(Decision.AwaitRun.class);
    assertThat(client.v1().events().inAnyNamespace().list().getItems())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("RunCreated");
              assertThat(event.getMessage()).isEqualTo("run shop-4: asked for by please");
            });
  }

  @Test
  void writesTheRunDown() {
    start(with(build(Fixtures::watched), "please"), List.of());
    ImageBuildRun run =
        client.resources(ImageBuildRun.class).inNamespace("team-a").withName("shop-1").get();

    assertThat(client.getKubernetesSerialization().asYaml(run.getSpec()))
        .isEqualTo(
            """
            ---
            build:
              source:
                git:
                  url: "https://git.example.com/a.git"
                  ref:
                    branch: "main"
              output:
                image: "registry.example.com/a"
                tags:
                - "latest"
              timeout: "1h"
              isolation: "Nested"
            number: 1
            trigger:
              cause: "Spec"
              detail: "generation 1"
            """);
    assertThat(run.getMetadata().getLabels()).containsEntry("stave.build/imagebuild", "shop");
    assertThat(run.getMetadata().getAnnotations()).containsEntry("stave.build/request", "please");
    assertThat(OwnRuns.isOwned(build(), Fixtures.known(List.of(run)).getFirst())).isTrue();
    assertThat(SpecHash.wish(run.getSpec().build())).isEqualTo(SpecHash.wish(build().getSpec()));
  }

  @Test
  void takesOverWhatAnotherStarted() {
    exists(run(build(), 1, "{}"));

    State state = start(build(), List.of());

    assertThat(runs()).containsExactly("shop-1");
    assertThat(state.decision()).isInstanceOf(Decision.AwaitRun.class);
  }

  @Test
  void seesThatAnotherStartedSomethingElse() {
    exists(run(build(spec -> spec.put("target", "old")), 1, "{}"));

    State state = start(build(), List.of());

    assertThat(runs()).containsExactly("shop-1");
    assertThat(state.decision()).isInstanceOf(Decision.Supersede.class);
  }

  @Test
  void goesOnWhereTheCacheIsFarBehind() {
    exists(run(build(spec -> spec.put("target", "old")), 1, "{\"phase\":\"Failed\"}"));
    exists(run(build(spec -> spec.put("target", "new")), 2, "{\"phase\":\"Failed\"}"));

    start(build(), List.of());

    assertThat(runs()).containsExactly("shop-1", "shop-2", "shop-3");
  }

  @Test
  void leavesNamesThatOthersHave() {
    exists(foreign(run(build(), 1, "{}")));
    exists(foreign(run(build(), 2, "{}")));

    State state = start(build(), List.of());

    assertThat(runs()).containsExactly("shop-1", "shop-2", "shop-3");
    assertThat(state.started().name()).isEqualTo("shop-3");
  }

  @Test
  void manyAtOnceStartOne() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<State>> racers =
          IntStream.range(0, 8)
              .<Callable<State>>mapToObj(i -> () -> start(build(), List.of()))
              .toList();
      for (var state : threads.invokeAll(racers)) {
        assertThat(state.get().started().name()).isEqualTo("shop-1");
      }
    }

    assertThat(runs()).containsExactly("shop-1");
    assertThat(client.v1().events().inAnyNamespace().list().getItems()).hasSize(1);
  }
}
