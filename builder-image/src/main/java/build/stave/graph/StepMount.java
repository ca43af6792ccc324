package build.stave.graph;

import build.stave.dockerfile.RunMount.Sharing;
import org.jspecify.annotations.Nullable;

/** A mount of a RUN step, expanded, with its defaults; targets are absolute. */
public sealed interface StepMount {
  /** Where in the step's root. */
  String target();

  /**
   * Files of another tree.
   *
   * @param source path in {@code from}; empty for its root
   * @param writable writes are thrown away after the step
   */
  record Bind(Input from, String source, String target, boolean writable) implements StepMount {}

  /**
   * A directory that lasts between builds.
   *
   * @param id what builds share it by
   * @param from what an empty cache is filled with, or null
   * @param source path in {@code from}
   * @param mode of a new cache directory
   */
  record Cache(
      String id,
      String target,
      Sharing sharing,
      @Nullable Input from,
      String source,
      boolean readOnly,
      int mode,
      int uid,
      int gid)
      implements StepMount {}

  /**
   * Memory that is gone after the step.
   *
   * @param size in bytes, 0 for no limit
   */
  record Tmpfs(String target, long size) implements StepMount {}

  /**
   * A secret, as a file, a variable or both.
   *
   * @param target empty where the secret is an environment variable only
   * @param env variable that gets the value, or null
   */
  record Secret(
      String id, String target, @Nullable String env, boolean required, int mode, int uid, int gid)
      implements StepMount {}

  /** An ssh agent's socket; {@code SSH_AUTH_SOCK} names the target. */
  record Ssh(String id, String target, boolean required, int mode, int uid, int gid)
      implements StepMount {}
}
