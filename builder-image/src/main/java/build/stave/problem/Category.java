package build.stave.problem;

/** Who can repair a problem; decides the exit code of the command and the class of a failed run. */
public enum Category {
  /** The input is wrong: Dockerfile, context, arguments, a RUN that failed. */
  USER,
  /** A registry, git server or web server refused or failed. */
  REMOTE,
  /** The machine or pod does not offer what a build needs: namespaces, crun, disk space. */
  ENVIRONMENT,
  /** A defect of Stave. */
  INTERNAL
}
