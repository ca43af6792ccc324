package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A namespace with the Secrets that the examples name. What is awaited for too long fails with all
 * that the namespace knows of it.
 */
final class Tenant implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final String namespace;

  private Tenant(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Makes the namespace; one of that name goes before.
   *
   * @param level of Pod Security that it enforces
   */
  static Tenant create(Bed bed, KubernetesClient client, String namespace, String level) {
    client.namespaces().withName(namespace).withTimeout(1, TimeUnit.MINUTES).delete();
    return in(bed, client, namespace, level);
  }

  /** The same in a namespace that may be there. */
  static Tenant in(Bed bed, KubernetesClient client, String namespace, String level) {
    Tenant tenant = new Tenant(client, namespace);
    tenant.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: %s}
        """
            .formatted(namespace, level));
    tenant.apply(Secrets.of(bed));
    return tenant;
  }

  String namespace() {
    return namespace;
  }

  /** {@code kubectl -n NAMESPACE …}. */
  Command command(String... arguments) {
    return Bed.command(
        "kubectl",
        Stream.concat(Stream.of("-n", namespace), Stream.of(arguments)).toArray(String[]::new));
  }

  String kubectl(String... arguments) {
    return command(arguments).output();
  }

  String apply(String yaml) {
    return command("apply", "-f", "-").reading(yaml).output();
  }

  String apply(Wish wish) {
    return apply(wish.yaml(namespace));
  }

  ImageBuild build(String name) {
    return client.resources(ImageBuild.class).inNamespace(namespace).withName(name).require();
  }

  ImageBuildRun run(String name) {
    return client.resources(ImageBuildRun.class).inNamespace(namespace).withName(name).require();
  }

  /** The runs of an ImageBuild by number. */
  List<ImageBuildRun> runs(String build) {
    return client
        .resources(ImageBuildRun.class)
        .inNamespace(namespace)
        .withLabel(Annotations.BUILD_LABEL, build)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparingLong(Tenant::number))
        .toList();
  }

  private static long number(ImageBuildRun run) {
    return Objects.requireNonNull(run.getSpec().number(), "number");
  }

  List<Pod> pods(String run) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(Annotations.RUN_LABEL, run)
        .list()
        .getItems();
  }

  /** What the containers of a pod have printed so far. */
  String log(Pod pod) {
    String name = pod.getMetadata().getName();
    return command("logs", name, "--all-containers", "--ignore-errors").run().text();
  }

  /** Waits for Ready=True of the spec as it stands. */
  ImageBuild ready(String name) {
    ImageBuild build = settled(name);
    assertThat(Conditions.isReady(build)).as(() -> "Ready=True\n" + report()).isTrue();
    return build;
  }

  /** Waits for Stalled=True of the spec as it stands. */
  ImageBuild stalled(String name) {
    ImageBuild build = settled(name);
    assertThat(Conditions.isStalled(build)).as(() -> "Stalled=True\n" + report()).isTrue();
    return build;
  }

  private ImageBuild settled(String name) {
    return await(
        name + " to be Ready or Stalled",
        () -> build(name),
        build -> Conditions.isReady(build) || Conditions.isStalled(build));
  }

  /** Waits until the ImageBuild is Stalled; why its latest run failed. */
  Failure failure(String name) {
    String run = Objects.requireNonNull(stalled(name).getStatus().latestRun(), "latestRun");
    return Objects.requireNonNull(run(run).getStatus().failure(), "failure");
  }

  /** Waits until the ImageBuild has had so many runs and the last has ended well. */
  ImageBuildRun succeeded(String build, int runs) {
    ImageBuildRun last = finished(build, runs);
    assertThat(last.getStatus().phase()).as(this::report).isEqualTo(Phase.Succeeded);
    return last;
  }

  /** Waits until the ImageBuild has had so many runs and the last has ended. */
  ImageBuildRun finished(String build, int runs) {
    return await(
            build + " to have " + runs + " runs and the last ended",
            () -> runs(build),
            found -> found.size() == runs && Conditions.isFinal(found.getLast()))
        .getLast();
  }

  /** Watches for a time that the ImageBuild has so many runs and gets no more. */
  void staysAt(String build, int runs, Duration time) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .during(time)
        .atMost(time.plusSeconds(5))
        .until(() -> runs(build), found -> found.size() == runs);
  }

  /** Waits for a pod of the run that prints the line. */
  Pod printing(String run, String line) {
    return awaitPod(run, pod -> log(pod).contains(line));
  }

  /** Waits for such a pod of the run. */
  Pod awaitPod(String run, Predicate<Pod> condition) {
    return await(
            "such a pod of " + run,
            () -> pods(run).stream().filter(condition).toList(),
            found -> !found.isEmpty())
        .getFirst();
  }

  <T> T await(String what, Callable<T> look, Predicate<T> condition) {
    return await(what, PATIENCE, look, condition);
  }

  <T> T await(String what, Duration patience, Callable<T> look, Predicate<T> condition) {
    try {
      return Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(200))
          .atMost(patience)
          .until(look, condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("waited " + patience + " for " + what + "\n" + report());
    }
  }

  /** All that the namespace knows. */
  String report() {
    return Report.of(this);
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
  }
}
