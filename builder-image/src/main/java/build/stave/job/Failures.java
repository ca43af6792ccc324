package build.stave.job;

import build.stave.crds.v1alpha1.Failure;
import build.stave.crds.v1alpha1.FailureClass;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.LocalReference;
import build.stave.problem.FailedStep;
import build.stave.problem.Location;
import build.stave.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in a run's words what went wrong. */
public final class Failures {
  private static final int INSTRUCTION = 200;
  private static final int MESSAGE = 1000;

  private Failures() {}

  /**
   * The failure of a run.
   *
   * @param spec where it is known
   */
  static Failure of(Problem problem, Optional<ImageBuildSpec> spec) {
    Optional<FailedStep> step = problem.step();
    Optional<Location> location = problem.location();
    String log = String.join("\n", step.map(FailedStep::output).orElse(List.of()));
    return new Failure(
        classOf(problem),
        problem.reason().word(),
        message(problem, spec),
        step.map(FailedStep::stage).orElse(null),
        step.map(failed -> TerminationMessage.beginning(failed.instruction(), INSTRUCTION))
            .orElse(null),
        location.map(Location::file).orElse(null),
        location.map(Location::line).orElse(null),
        step.isPresent() && step.get().exitCode().isPresent()
            ? (Integer) step.get().exitCode().getAsInt()
            : null,
        log.isEmpty() ? null : log);
  }

  /** Who can repair it. */
  public static FailureClass classOf(Problem problem) {
    return switch (problem.reason()) {
      case INVALID_INPUT,
          DOCKERFILE_INVALID,
          DOCKERFILE_NOT_FOUND,
          STEP_FAILED,
          SOURCE_INVALID,
          REF_NOT_FOUND,
          IMAGE_NOT_FOUND,
          TIMEOUT ->
          FailureClass.User;
      case SOURCE_NOT_FOUND,
          AUTHENTICATION_FAILED,
          HOST_KEY_UNKNOWN,
          CERTIFICATE_INVALID,
          ACCESS_DENIED,
          PULL_DENIED,
          PUSH_DENIED,
          SECRET_MALFORMED,
          CONFIG_MAP_MALFORMED,
          SECRET_NOT_GIVEN,
          TAG_INVALID,
          ISOLATION_UNAVAILABLE,
          OUT_OF_MEMORY ->
          FailureClass.Configuration;
      case SERVER_REFUSED ->
          problem.retryable() ? FailureClass.Infrastructure : FailureClass.Configuration;
      case REGISTRY_UNAVAILABLE,
          SERVER_UNAVAILABLE,
          DISK_FULL,
          ENVIRONMENT_UNSUITABLE,
          INTERNAL_ERROR ->
          FailureClass.Infrastructure;
    };
  }

  /** Such as {@code Dockerfile:12: RUN npm ci: exit code 1}, and what to do. */
  private static String message(Problem problem, Optional<ImageBuildSpec> spec) {
    var text = new StringBuilder();
    problem
        .location()
        .ifPresent(where -> text.append(where.file() + ":" + where.line()).append(": "));
    FailedStep step = problem.step().orElse(null);
    if (step != null) {
      text.append(TerminationMessage.beginning(step.instruction(), INSTRUCTION)).append(": ");
    }
    if (step != null && step.exitCode().isPresent()) {
      text.append("exit code ").append(step.exitCode().getAsInt());
      step.cause().ifPresent(cause -> text.append(": ").append(cause));
    } else {
      if (!problem.doing().isEmpty()) {
        text.append(problem.doing()).append(": ");
      }
      text.append(problem.message());
    }
    spec.flatMap(known -> advice(problem, known))
        .or(problem::fix)
        .ifPresent(advice -> text.append("; ").append(advice));
    return TerminationMessage.beginning(text.toString(), MESSAGE);
  }

  /** What to do in a cluster, where a problem's own advice is for the command line. */
  private static Optional<String> advice(Problem problem, ImageBuildSpec spec) {
    Git git = spec.source().git();
    String image = spec.output().image();
    return switch (problem.reason()) {
      case PUSH_DENIED ->
          Optional.of(
              secret("spec.output.secretRef", spec.output().secretRef())
                  + " credentials that may push to "
                  + image);
      case PULL_DENIED, ACCESS_DENIED ->
          Optional.of(
              "a Secret of type kubernetes.io/dockerconfigjson in spec.pullSecrets must hold"
                  + " credentials that may pull it; some registries say this of an image that does"
                  + " not exist");
      case AUTHENTICATION_FAILED ->
          Optional.of(
              secret("spec.source.git.secretRef", git == null ? null : git.secretRef())
                  + " credentials that may read the repository");
      case HOST_KEY_UNKNOWN ->
          Optional.of(
              secret("spec.source.git.secretRef", git == null ? null : git.secretRef())
                  + " the key known_hosts with what ssh-keyscan says of the server");
      case CERTIFICATE_INVALID ->
          Optional.of(
              "name the authority of a registry in spec.output.ca, that of a git server as ca.crt in"
                  + " its Secret, or give the operator certificates for all builds");
      case SECRET_NOT_GIVEN -> Optional.of("name a Secret for it in spec.secrets or spec.ssh");
      case OUT_OF_MEMORY -> Optional.of("raise limits.memory of spec.builder.resources");
      case DISK_FULL ->
          Optional.of(
              "the volume of the builder pod is full: raise ephemeral-storage of"
                  + " spec.builder.resources");
      case ISOLATION_UNAVAILABLE ->
          Optional.of(
              "mode Nested needs hostUsers: false, procMount: Unmasked, the capabilities SETUID, SETGID"
                  + " and SETFCAP, and a node without a default seccomp profile");
      case INVALID_INPUT,
          DOCKERFILE_INVALID,
          DOCKERFILE_NOT_FOUND,
          STEP_FAILED,
          SOURCE_NOT_FOUND,
          SOURCE_INVALID,
          REF_NOT_FOUND,
          IMAGE_NOT_FOUND,
          REGISTRY_UNAVAILABLE,
          SERVER_UNAVAILABLE,
          SERVER_REFUSED,
          SECRET_MALFORMED,
          CONFIG_MAP_MALFORMED,
          TAG_INVALID,
          TIMEOUT,
          ENVIRONMENT_UNSUITABLE,
          INTERNAL_ERROR ->
          problem.fix();
    };
  }

  private static String secret(String field, @Nullable LocalReference reference) {
    return reference == null
        ? field + " names no Secret; it must name one with"
        : "Secret " + reference.name() + " (" + field + ") must hold";
  }
}
