package build.stave.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One RUN, ready to be executed.
 *
 * @param root absolute path of the writable root file system, in {@code linux.Names} form
 * @param arguments what is executed; a first word without a slash is searched in PATH
 * @param env {@code NAME=value}, later ones win; HOME and PATH are added where absent
 * @param workingDir absolute, exists in the root
 * @param user as USER has it, looked up in the root; empty for root
 * @param mounts in the order they are made; targets are absolute
 * @param pipes files {@code /dev/pipes/<name>}, mode 0755
 * @param network what the step can reach
 * @param scratch existing folder for this step's own files, on a file system an overlay can write
 * @param timeout zero for none
 * @param output gets each line as it comes
 */
public record RunRequest(
    String root,
    List<String> arguments,
    List<String> env,
    String workingDir,
    String user,
    List<Mount> mounts,
    List<Pipe> pipes,
    Network network,
    Path scratch,
    Duration timeout,
    StepOutput output) {

  public RunRequest {
    arguments = List.copyOf(arguments);
    env = List.copyOf(env);
    mounts = List.copyOf(mounts);
    pipes = List.copyOf(pipes);
  }

  /** What a step can reach. */
  public enum Network {
    /** The builder's own network. */
    HOST,
    /** A loopback interface only. */
    NONE
  }

  /** A here-document that the step sees as a file. */
  @SuppressWarnings("ArrayRecordComponent") // content, never compared
  public record Pipe(String name, byte[] content) {}

  /** A mount of the step. Mount points that are missing exist for the step only. */
  public sealed interface Mount {
    /** A file or directory of the builder; a cache is a writable one. */
    record Bind(String hostPath, String target, boolean readOnly) implements Mount {}

    /** A file or directory of the builder whose changes are thrown away after the step. */
    record ThrowAway(String hostPath, String target) implements Mount {}

    /**
     * Memory.
     *
     * @param size in bytes, 0 for no limit
     */
    record Tmpfs(String target, long size) implements Mount {}

    /** A read-only file in memory that exists for this step only. */
    @SuppressWarnings("ArrayRecordComponent") // content, never compared
    record Secret(byte[] content, String target, int mode, int uid, int gid) implements Mount {
      @Override
      public String toString() {
        return "Secret[" + target + "]";
      }
    }

    /** A secret as an environment variable. */
    record SecretVariable(String name, String value) implements Mount {
      @Override
      public String toString() {
        return "SecretVariable[" + name + "]";
      }
    }

    /** A socket that leads to the builder's ssh agent. */
    record Ssh(Path agent, String target, int mode, int uid, int gid) implements Mount {}
  }
}
