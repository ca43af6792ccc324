package build.stave.e2e;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where the time goes between {@code kubectl apply} of examples/hello and Ready=True. What the API
 * server says is timed when a watch here hears of it; what the builder does, by the time stamps of
 * its log. Times between are of one clock: all runs on one machine.
 */
@Tag("bench")
@ExtendWith(OnBed.class)
final class LatencyBench {
  private static final int ROUNDS = Integer.getInteger("stave.e2e.rounds", 11);

  private final Bed bed;
  private final KubernetesClient client;
  private final Tenant tenant;

  LatencyBench(Bed bed, KubernetesClient client, Tenant tenant) {
    this.bed = bed;
    this.client = client;
    this.tenant = tenant;
  }

  /** What happens, in this order. */
  private enum Turn {
    START("apply"),
    STORED("API server: the ImageBuild is stored"),
    RUN("operator: ImageBuildRun"),
    JOB("operator: Job"),
    POD("Job controller: Pod"),
    SCHEDULED("scheduler"),
    LOG("kubelet, containerd: volumes, sandbox, container, JVM to its first line"),
    BUILT("builder: from its first line to its last"),
    EXITED("JVM ends, kubelet says so"),
    FINISHED("operator: ImageBuildRun Succeeded"),
    READY("operator: ImageBuild Ready");

    private final String text;

    Turn(String text) {
      this.text = text;
    }
  }

  @Test
  void fromApplyToReady() {
    String yaml = Bed.read(bed.example("hello/imagebuild.yaml"));
    Map<Turn, List<Long>> times = new EnumMap<>(Turn.class);
    // The first two warm the node and the registry.
    for (int round = -2; round < ROUNDS; round++) {
      String name = "hello-" + (round + 2);
      Map<Turn, Instant> turns = round(name, yaml.replace("name: hello\n", "name: " + name + "\n"));
      if (round >= 0) {
        record(turns, times);
      }
    }
    Stream.of(Turn.values())
        .skip(1)
        .forEach(turn -> System.out.printf("%6d ms  %s%n", median(times, turn), turn.text));
    System.out.printf("%6d ms  in all; medians of %d%n", median(times, Turn.START), ROUNDS);
  }

  /** Adds how long each turn took after the one before; for START, how long all took. */
  private static void record(Map<Turn, Instant> turns, Map<Turn, List<Long>> times) {
    Turn before = Turn.START;
    for (Turn turn : Turn.values()) {
      Turn from = turn == Turn.START ? Turn.START : before;
      Turn to = turn == Turn.START ? Turn.READY : turn;
      long millis = Duration.between(at(turns, from), at(turns, to)).toMillis();
      times.computeIfAbsent(turn, t -> new ArrayList<>()).add(millis);
      before = turn;
    }
  }

  private static Instant at(Map<Turn, Instant> turns, Turn turn) {
    return Objects.requireNonNull(turns.get(turn), () -> turn + " was not seen");
  }

  private static long median(Map<Turn, List<Long>> times, Turn turn) {
    List<Long> sorted = times.getOrDefault(turn, List.of()).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private Map<Turn, Instant> round(String name, String yaml) {
    Map<Turn, Instant> turns = new ConcurrentHashMap<>();
    List<Watch> watches =
        List.of(
            watch(ImageBuild.class, build -> hear(turns, build)),
            watch(ImageBuildRun.class, run -> hear(turns, run)),
            watch(Job.class, job -> turns.putIfAbsent(Turn.JOB, Instant.now())),
            watch(Pod.class, pod -> hear(turns, pod)));
    try {
      ImageBuild build = Serialization.unmarshal(yaml, ImageBuild.class);
      turns.put(Turn.START, Instant.now());
      client.resource(build).inNamespace(tenant.namespace()).create();
      tenant.await(name + " to be Ready", () -> turns.containsKey(Turn.READY), ready -> ready);
    } finally {
      watches.forEach(Watch::close);
    }
    String pod = tenant.pods(name + "-1").getFirst().getMetadata().getName();
    List<Instant> lines =
        tenant
            .kubectl("logs", pod, "--timestamps")
            .lines()
            .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
            .toList();
    turns.put(Turn.LOG, lines.getFirst());
    turns.put(Turn.BUILT, lines.getLast());
    tenant.kubectl("delete", "imagebuild", name, "--cascade=foreground");
    return turns;
  }

  private static void hear(Map<Turn, Instant> turns, ImageBuild build) {
    turns.putIfAbsent(Turn.STORED, Instant.now());
    if (Conditions.isReady(build)) {
      turns.putIfAbsent(Turn.READY, Instant.now());
    }
  }

  private static void hear(Map<Turn, Instant> turns, ImageBuildRun run) {
    turns.putIfAbsent(Turn.RUN, Instant.now());
    if (Conditions.isFinal(run)) {
      turns.putIfAbsent(Turn.FINISHED, Instant.now());
    }
  }

  private static void hear(Map<Turn, Instant> turns, Pod pod) {
    turns.putIfAbsent(Turn.POD, Instant.now());
    if (pod.getSpec().getNodeName() != null) {
      turns.putIfAbsent(Turn.SCHEDULED, Instant.now());
    }
    boolean ended =
        pod.getStatus().getContainerStatuses().stream()
            .anyMatch(container -> container.getState().getTerminated() != null);
    if (ended) {
      turns.putIfAbsent(Turn.EXITED, Instant.now());
    }
  }

  private <T extends HasMetadata> Watch watch(Class<T> kind, Consumer<T> hear) {
    return client
        .resources(kind)
        .inNamespace(tenant.namespace())
        .watch(
            new Watcher<T>() {
              @Override
              public void eventReceived(Action action, T resource) {
                if (resource.getMetadata().getDeletionTimestamp() == null
                    && action != Action.DELETED) {
                  hear.accept(resource);
                }
              }

              @Override
              public void onClose(WatcherException cause) {}
            });
  }
}
