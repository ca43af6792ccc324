package build.stave.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** The operator, as e2e/run has installed it by its chart. */
final class Operator {
  static final String NAMESPACE = "stave-system";
  static final String RELEASE = "stave";

  private final Bed bed;
  private final KubernetesClient client;

  Operator(Bed bed, KubernetesClient client) {
    this.bed = bed;
    this.client = client;
  }

  /** User that the operator is to the API server. */
  String user() {
    return "system:serviceaccount:" + NAMESPACE + ":" + serviceAccount();
  }

  private String serviceAccount() {
    return pods().getFirst().getSpec().getServiceAccountName();
  }

  /** Its pods at work. */
  private List<Pod> pods() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/instance", RELEASE)
        .withField("status.phase", "Running")
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Ends it at once, without a word; its Deployment starts another. */
  void kill() {
    bed.kubectl(
        "-n",
        NAMESPACE,
        "delete",
        "pods",
        "-l",
        "app.kubernetes.io/instance=" + RELEASE,
        "--grace-period=0",
        "--force",
        "--wait=false");
  }

  /** Starts it anew, in order, and waits until the new one is there. */
  void restart() {
    bed.kubectl("-n", NAMESPACE, "rollout", "restart", deployment());
    await();
  }

  void scale(int replicas) {
    bed.kubectl("-n", NAMESPACE, "scale", deployment(), "--replicas=" + replicas);
    await();
  }

  /** Changes values of the chart, such as {@code replicas=2}, and waits until that is done. */
  void configure(String... values) {
    Stream<String> set = Stream.of(values).flatMap(value -> Stream.of("--set", value));
    Stream<String> line =
        Stream.of(
            "upgrade", RELEASE, bed.top().resolve("charts/stave").toString(), "-n", NAMESPACE);
    Bed.command(
            "helm",
            Stream.of(line, Stream.of("--reuse-values", "--wait", "--timeout=2m"), set)
                .flatMap(part -> part)
                .toArray(String[]::new))
        .output();
  }

  /** How often it has reconciled something since it started; 0 while it does not answer. */
  long reconciliations() {
    return pods().stream()
        .map(pod -> "/pods/" + pod.getMetadata().getName() + ":8080/proxy/metrics")
        .map(path -> bed.tryKubectl("get", "--raw", "/api/v1/namespaces/" + NAMESPACE + path))
        .flatMap(answer -> answer.out().lines())
        .filter(line -> line.startsWith("operator_sdk_reconciliations_success_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Bytes of memory that the process holds. */
  long residentMemory() {
    String uid = pods().getFirst().getMetadata().getUid();
    String sizes =
        Command.of(
                "sh",
                "-c",
                "grep -lE \"$0\" /proc/[0-9]*/cgroup | xargs -n1 dirname"
                    + " | xargs -I{} sed -n 's/^VmRSS:[[:space:]]*\\([0-9]*\\) kB/\\1/p' {}/status",
                uid.replace("-", "[-_]"))
            .output();
    return sizes.lines().mapToLong(Long::parseLong).max().orElseThrow() << 10;
  }

  /** Waits until all of it is there. */
  void await() {
    bed.kubectl("-n", NAMESPACE, "rollout", "status", deployment(), "--timeout=2m");
  }

  private static String deployment() {
    return "deployment/" + RELEASE;
  }
}
