package build.stave.layout;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.oci.Image;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that others wrote read what is written. */
@Tag("real")
class ToolsTest {
  @TempDir Path folder;

  @Test
  void skopeoAndUmociReadALayout() throws Exception {
    Image image = TestImages.image("hello\n");
    Path layout = folder.resolve("layout");
    OciLayout.write(layout, image, List.of("example.com/team/shop:1.0", "shop"));
    for (String tag : List.of("1.0", "latest")) {
      assertThat(run("skopeo", "inspect", "oci:" + layout + ":" + tag))
          .contains(image.descriptor().digest().toString());
    }
    assertThat(run("skopeo", "inspect", "--config", "--raw", "oci:" + layout + ":1.0"))
        .isEqualTo(new String(image.config(), StandardCharsets.UTF_8));
    assertThat(run("skopeo", "inspect", "--config", "oci:" + layout + ":1.0"))
        .contains("COPY file / # buildkit");
    Path bundle = folder.resolve("bundle");
    run("umoci", "unpack", "--rootless", "--image", layout + ":1.0", bundle.toString());
    assertThat(bundle.resolve("rootfs/file")).hasContent("hello\n");
  }

  @Test
  void skopeoReadsArchives() throws Exception {
    Image image = TestImages.image("hello\n");
    Path docker = folder.resolve("docker.tar");
    DockerArchive.write(Files.newOutputStream(docker), image, List.of("shop:1.0", "x.io/y:2"));
    Path oci = folder.resolve("oci.tar");
    OciArchive.write(Files.newOutputStream(oci), image, List.of("shop:1.0"));
    for (String source :
        List.of("docker-archive:" + docker + ":shop:1.0", "oci-archive:" + oci + ":1.0")) {
      Path copy = folder.resolve("copy-" + source.hashCode());
      run("skopeo", "copy", source, "oci:" + copy + ":t");
      Path bundle = folder.resolve("bundle-" + source.hashCode());
      run("umoci", "unpack", "--rootless", "--image", copy + ":t", bundle.toString());
      assertThat(bundle.resolve("rootfs/file")).hasContent("hello\n");
    }
    assertThat(run("skopeo", "inspect", "docker-archive:" + docker + ":x.io/y:2"))
        .contains(image.configValue().rootfs().diffIds().getFirst().toString());
  }

  private static String run(String... command) throws Exception {
    Path errors = Files.createTempFile("errors", "");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      byte[] out = process.getInputStream().readAllBytes();
      assertThat(process.waitFor())
          .as("%s: %s", String.join(" ", command), Files.readString(errors))
          .isZero();
      return new String(out, StandardCharsets.UTF_8);
    } finally {
      Files.delete(errors);
    }
  }
}
