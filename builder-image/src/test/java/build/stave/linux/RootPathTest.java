package build.stave.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootPathTest {
  @TempDir Path folder;
  private String root = "";

  @BeforeEach
  void makeTree() throws IOException {
    root = folder + "/root";
    Files.mkdir(root, 0755);
    Files.mkdir(root + "/usr", 0755);
    Files.mkdir(root + "/usr/lib", 0755);
    Files.symlink("usr/lib", root + "/lib");
    Files.symlink("/usr", root + "/absolute");
    Files.symlink("../../../etc", root + "/usr/up");
    Files.symlink("loop", root + "/loop");
  }

  @Test
  void linksStayInside() throws IOException {
    assertThat(RootPath.resolve(root, "/lib/x.so")).isEqualTo(root + "/usr/lib/x.so");
    assertThat(RootPath.resolve(root, "absolute/lib")).isEqualTo(root + "/usr/lib");
    assertThat(RootPath.resolve(root, "/usr/up/passwd")).isEqualTo(root + "/etc/passwd");
    assertThat(RootPath.resolve(root, "/../../x")).isEqualTo(root + "/x");
    assertThat(RootPath.resolve(root, "/lib/..")).isEqualTo(root + "/usr");
    assertThat(RootPath.resolve(root, "/")).isEqualTo(root);
    assertThat(RootPath.resolve(root, "/none/../lib")).isEqualTo(root + "/usr/lib");
  }

  @Test
  void theLastComponentStaysWhenAskedTo() throws IOException {
    assertThat(RootPath.resolveParent(root, "/absolute/up")).isEqualTo(root + "/usr/up");
    assertThat(RootPath.resolveParent(root, "/lib")).isEqualTo(root + "/lib");
  }

  @Test
  void aLoopIsAnError() {
    assertThatThrownBy(() -> RootPath.resolve(root, "/loop/x"))
        .asInstanceOf(InstanceOfAssertFactories.type(LinuxException.class))
        .returns(LinuxException.ELOOP, LinuxException::errno);
  }
}
