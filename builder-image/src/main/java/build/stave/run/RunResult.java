package build.stave.run;

import java.util.Optional;

/**
 * How a step ended.
 *
 * @param exitCode of its first process; 128+n where signal n killed it, 127 where the command does
 *     not exist, 126 where it cannot be executed
 * @param reason why, where it is not the command's own doing, such as {@code exec: "foo":
 *     executable file not found in $PATH} or that memory ran out; one line
 * @param outOfMemory whether the kernel killed one of its processes for want of memory
 */
public record RunResult(int exitCode, Optional<String> reason, boolean outOfMemory) {
  static RunResult of(int exitCode) {
    return new RunResult(exitCode, Optional.empty(), false);
  }

  static RunResult of(int exitCode, String reason) {
    return new RunResult(exitCode, Optional.of(reason), false);
  }
}
