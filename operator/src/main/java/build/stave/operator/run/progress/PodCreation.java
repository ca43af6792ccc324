package build.stave.operator.run.progress;

import build.stave.crds.v1alpha1.FailureClass;
import build.stave.operator.run.progress.Progress.Failed;
import build.stave.operator.run.progress.Progress.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a Job has no pod. */
final class PodCreation {
  private static final Pattern POD_SECURITY =
      Pattern.compile("violates PodSecurity \"([^:\"]+):([^\"]+)\": ?(.*)", Pattern.DOTALL);

  private PodCreation() {}

  /** The last thing that the Job's controller complained of; empty if of none. */
  static Optional<Progress> refused(String namespace, List<Event> events) {
    List<String> warnings = Events.warnings(events, "Job", "FailedCreate");
    if (warnings.isEmpty()) {
      return Optional.empty();
    }
    String last = warnings.getLast();
    Matcher podSecurity = POD_SECURITY.matcher(last);
    if (podSecurity.find()) {
      return Optional.of(
          new Failed(
              Failures.of(
                  FailureClass.Configuration,
                  Reason.PodSecurityForbidden,
                  podSecurity(namespace, podSecurity))));
    }
    if (last.contains("exceeded quota") || last.contains("failed quota")) {
      return Optional.of(
          new Waiting(
              Reason.QuotaExceeded,
              "the namespace's quota does not admit the pod: " + afterForbidden(last)));
    }
    return Optional.of(
        new Waiting(Reason.PodForbidden, "the pod is not admitted: " + afterForbidden(last)));
  }

  private static String podSecurity(String namespace, Matcher found) {
    String level = found.group(1);
    String label = "pod-security.kubernetes.io/enforce";
    String advice =
        level.equals("restricted")
            ? "label it %s=baseline, or build in another namespace".formatted(label)
            : "builder pods need the level baseline of version 1.35 or later: see the label %s-version"
                .formatted(label);
    return "namespace %s enforces the Pod Security level %s:%s, which does not admit builder pods; %s (%s)"
        .formatted(namespace, level, found.group(2), advice, found.group(3));
  }

  private static String afterForbidden(String message) {
    int at = message.indexOf("is forbidden: ");
    return at < 0 ? message : message.substring(at + "is forbidden: ".length());
  }
}
