package build.stave.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartFailureTest {
  @TempDir Path root;

  @BeforeEach
  void bin() throws IOException {
    Files.createDirectories(root.resolve("bin"));
    file("bin/sh", "rwxr-xr-x", "#!/bin/sh\n");
  }

  private void file(String name, String mode, String content) throws IOException {
    Path file = root.resolve(name);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Optional<RunResult> look(String command) throws IOException {
    return StartFailure.look(root.toString(), List.of("PATH=/sbin:/bin"), "/bin", command);
  }

  private void assertFails(String command, int code, String reason) throws IOException {
    RunResult result = look(command).orElseThrow();
    assertThat(result.exitCode()).as(command).isEqualTo(code);
    assertThat(result.reason().orElse("")).as(command).contains(reason);
  }

  @Test
  void whatCanBeStartedIsFoundInPathOrByItsName() throws IOException {
    assertThat(look("sh")).isEmpty();
    assertThat(look("/bin/sh")).isEmpty();
    assertThat(look("./sh")).isEmpty();
  }

  @Test
  void whatDoesNotExist() throws IOException {
    assertFails("nosuch", 127, "\"nosuch\": executable file not found in $PATH");
    assertFails("/bin/nosuch", 127, "no such file or directory");
  }

  @Test
  void whatIsNoProgram() throws IOException {
    file("bin/text", "rw-r--r--", "text");

    assertFails("/bin/text", 126, "permission denied");
    assertFails("/bin", 126, "is a directory");
  }

  @Test
  void aScriptWhoseInterpreterIsMissing() throws IOException {
    file("bin/script", "rwxr-xr-x", "#!/usr/bin/env bash\n");
    file("bin/windows", "rwxr-xr-x", "#!/bin/sh\r\n");

    assertFails("script", 127, "/usr/bin/env");
    assertFails("windows", 127, "Windows line ends");
  }

  @Test
  void aProgramOfAnotherMachine() throws IOException {
    byte[] elf = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0, elf, 0, 6);
    // EM_S390 (elf.h): no machine that Stave builds on.
    elf[18] = 22;
    Files.write(root.resolve("bin/foreign"), elf);
    Files.setPosixFilePermissions(
        root.resolve("bin/foreign"), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertFails("foreign", 126, "exec format error");
  }
}
