package build.stave.job;

import build.stave.crds.job.Outcome;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.crds.v1alpha1.StepStatus;
import build.stave.engine.BuildEvent;
import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the termination message true while a build goes on. */
final class OutcomeWriter implements BuildEvent.Listener {
  private static final int INSTRUCTION = 100;

  private final Path file;
  private final BuildEvent.Listener next;
  private final List<StepStatus> steps = new ArrayList<>();
  private final Map<Integer, Integer> indexes = new HashMap<>();
  private @Nullable SourceStatus source;
  private @Nullable Isolation isolation;

  /**
   * Nothing is written yet.
   *
   * @param file the termination message
   * @param next hears of all events too
   */
  OutcomeWriter(Path file, BuildEvent.Listener next) {
    this.file = file;
    this.next = next;
  }

  @Override
  public void on(BuildEvent event) {
    take(event);
    next.on(event);
  }

  private synchronized void take(BuildEvent event) {
    switch (event) {
      case BuildEvent.Started started ->
          started
              .step()
              .ifPresent(
                  step -> {
                    indexes.put(started.vertex(), steps.size());
                    steps.add(status(step));
                    write(null, null);
                  });
      case BuildEvent.Finished finished -> {
        Integer index = indexes.get(finished.vertex());
        if (index != null) {
          StepStatus step = steps.get(index);
          steps.set(
              index,
              new StepStatus(
                  step.stage(),
                  step.instruction(),
                  step.line(),
                  finished.outcome() == BuildEvent.Outcome.CACHED,
                  finished.took().toMillis()));
        }
      }
      case BuildEvent.Output _ -> {}
      case BuildEvent.Note _ -> {}
      case BuildEvent.Warning _ -> {}
    }
  }

  private static StepStatus status(BuildEvent.StepName step) {
    return new StepStatus(
        step.stage(),
        TerminationMessage.beginning(step.instruction(), INSTRUCTION),
        step.location().line(),
        null,
        null);
  }

  synchronized void source(SourceStatus known) {
    source = known;
    write(null, null);
  }

  synchronized void isolation(Isolation known) {
    isolation = known;
  }

  synchronized void succeeded(@Nullable ImageStatus image) {
    write(image, null);
  }

  synchronized void failed(Failure failure) {
    write(null, failure);
  }

  private void write(@Nullable ImageStatus image, @Nullable Failure failure) {
    try {
      Files.write(
          file, TerminationMessage.of(new Outcome(source, isolation, steps, image, failure)));
    } catch (IOException e) {
      throw Problem.internal("write " + file, String.valueOf(e.getMessage())).exception(e);
    }
  }
}
