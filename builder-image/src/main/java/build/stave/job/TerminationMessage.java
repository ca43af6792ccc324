package build.stave.job;

import build.stave.crds.job.Outcome;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.StepStatus;
import build.stave.oci.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an outcome fit into a termination message. First the log loses its beginning, down to what
 * still says something; then the quickest steps go; then the rest of the log and of the message.
 */
final class TerminationMessage {
  /** Characters of the log that are worth more than a quick step. */
  private static final int TAIL = 1000;

  private static final int MESSAGE = 500;

  private TerminationMessage() {}

  /** JSON of at most {@link PodPaths#TERMINATION_MESSAGE_LIMIT} bytes. */
  static byte[] of(Outcome outcome) {
    Outcome fitting = shortenLog(outcome, TAIL);
    while (excess(fitting) > 0 && !fitting.steps().isEmpty()) {
      fitting = withoutQuickest(fitting);
    }
    fitting = shortenLog(fitting, 0);
    if (excess(fitting) > 0 && fitting.failure() != null) {
      Failure failure = fitting.failure();
      fitting = with(fitting, failure.logTail(), beginning(failure.message(), MESSAGE));
    }
    return Json.bytes(fitting);
  }

  private static int excess(Outcome outcome) {
    return Json.bytes(outcome).length - PodPaths.TERMINATION_MESSAGE_LIMIT;
  }

  /** The longest end of the log that fits, but no less than {@code least} characters of it. */
  private static Outcome shortenLog(Outcome outcome, int least) {
    Failure failure = outcome.failure();
    String log = failure == null ? null : failure.logTail();
    if (failure == null || log == null || excess(outcome) <= 0) {
      return outcome;
    }
    int low = Math.min(least, log.length());
    int high = log.length();
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (excess(with(outcome, end(log, middle), failure.message())) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return with(outcome, end(log, low), failure.message());
  }

  /** At most so many characters, from the beginning of a line where there is one. */
  private static @Nullable String end(String text, int length) {
    if (length == 0) {
      return null;
    }
    int from = text.length() - length;
    if (from > 0 && Character.isLowSurrogate(text.charAt(from))) {
      from++;
    }
    int line = from == 0 ? 0 : text.indexOf('\n', from) + 1;
    return text.substring(line > 0 && line < text.length() ? line : from);
  }

  static String beginning(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int to = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, to) + "…";
  }

  /** Those that still run are kept longest: one of them is why there will be no more to say. */
  private static Outcome withoutQuickest(Outcome outcome) {
    List<StepStatus> steps = new ArrayList<>(outcome.steps());
    steps.remove(
        steps.stream().min(Comparator.comparingLong(TerminationMessage::duration)).orElseThrow());
    return new Outcome(
        outcome.source(), outcome.isolation(), steps, outcome.image(), outcome.failure());
  }

  private static long duration(StepStatus step) {
    return step.durationMillis() == null ? Long.MAX_VALUE : step.durationMillis();
  }

  private static Outcome with(Outcome outcome, @Nullable String log, String message) {
    Failure failure = outcome.failure();
    if (failure == null) {
      return outcome;
    }
    return new Outcome(
        outcome.source(),
        outcome.isolation(),
        outcome.steps(),
        outcome.image(),
        new Failure(
            failure.failureClass(),
            failure.reason(),
            message,
            failure.stage(),
            failure.instruction(),
            failure.file(),
            failure.line(),
            failure.exitCode(),
            log));
  }
}
