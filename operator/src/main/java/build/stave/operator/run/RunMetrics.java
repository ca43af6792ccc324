package build.stave.operator.run;

import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageBuildRunStatus;
import build.stave.operator.status.Conditions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs by result and reason, how long they took, how many there are. */
final class RunMetrics {
  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)
          .map(Duration::ofSeconds)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;

  RunMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Runs that are not over, counted when somebody asks. */
  void active(Supplier<Number> count) {
    Gauge.builder("stave.runs.active", count)
        .description("Runs that are not over")
        .register(registry);
  }

  /** Counts a run, if this status is its last. */
  void finished(ImageBuildRun run, ImageBuildRunStatus status) {
    if (status.phase() == null || !status.phase().isFinal()) {
      return;
    }
    String reason =
        Conditions.find(status.conditions(), Condition.READY).map(Condition::reason).orElse("");
    registry
        .counter("stave.runs.finished", "result", String.valueOf(status.phase()), "reason", reason)
        .increment();
    String created = run.getMetadata().getCreationTimestamp();
    time("pending", created, status.startTime());
    time("building", status.startTime(), status.completionTime());
    time("total", created, status.completionTime());
  }

  private void time(String phase, @Nullable String from, @Nullable String to) {
    if (from != null && to != null) {
      Timer.builder("stave.run.phase")
          .description("How long a run was pending, was building, and took in all")
          .tag("phase", phase)
          .serviceLevelObjectives(BUCKETS)
          .register(registry)
          .record(Duration.between(Instant.parse(from), Instant.parse(to)));
    }
  }
}
