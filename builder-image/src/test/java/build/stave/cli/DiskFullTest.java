package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.linux.LinuxException;
import build.stave.problem.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class DiskFullTest {
  @Test
  void isFoundAmongTheCauses() {
    var write = new IOException("No space left on device");
    var failure = new ExecutionException(new UncheckedIOException(write));
    assertThat(DiskFull.of(failure))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.category()).isEqualTo(Category.ENVIRONMENT);
              assertThat(problem.message()).contains("the disk is full");
            });
  }

  @Test
  void hasAnErrorNumberOrAText() {
    assertThat(DiskFull.of(new LinuxException("mkdir /a", LinuxException.ENOSPC, "x"))).isPresent();
    assertThat(DiskFull.of(new LinuxException("mkdir /a", LinuxException.EDQUOT, "x"))).isPresent();
    assertThat(DiskFull.of(new FileSystemException("/a", null, "Disk quota exceeded")))
        .hasValueSatisfying(problem -> assertThat(problem.message()).endsWith(": /a"));
  }

  @Test
  void otherFailuresAreOthers() {
    assertThat(DiskFull.of(new LinuxException("mkdir /a", LinuxException.EACCES, "x"))).isEmpty();
    assertThat(DiskFull.of(new IOException("connection reset"))).isEmpty();
    assertThat(DiskFull.of(new IOException())).isEmpty();
  }
}
