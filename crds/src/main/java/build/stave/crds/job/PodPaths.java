package build.stave.crds.job;

/** Where things are in a builder pod. */
public final class PodPaths {
  /** The {@link BuildJob}: key of the ConfigMap, and name of the file in {@link #JOB}. */
  public static final String JOB_FILE = "job.json";

  /** Folder of the {@link BuildJob}. */
  public static final String JOB = "/run/stave/job";

  /** Folder that the builder writes to: an empty volume. */
  public static final String WORK = "/work";

  /** What the builder keeps: on {@link #WORK}, or a volume that builds share. */
  public static final String STORE = WORK + "/store";

  /** Commit that the container {@link #PIN} found, as 40 hexadecimal digits. */
  public static final String COMMIT_FILE = WORK + "/commit";

  /** Container that looks which commit a branch or tag is at, before anything is built. */
  public static final String PIN = "pin";

  /** Container that builds. */
  public static final String BUILD = "build";

  /** File that the {@link Outcome} is written to. */
  public static final String TERMINATION_MESSAGE = "/dev/termination-log";

  /** Bytes of a termination message that Kubernetes keeps. */
  public static final int TERMINATION_MESSAGE_LIMIT = 4096;

  private PodPaths() {}

  /** Folder of a Secret's keys. */
  public static String secret(String name) {
    return "/run/stave/secrets/" + name;
  }

  /** Folder of a ConfigMap's keys. */
  public static String configMap(String name) {
    return "/run/stave/configmaps/" + name;
  }
}
