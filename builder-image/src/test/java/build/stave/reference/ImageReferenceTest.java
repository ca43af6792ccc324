package build.stave.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "busybox,                         docker.io/library/busybox:latest,    busybox:latest",
    "busybox:1.36,                    docker.io/library/busybox:1.36,      busybox:1.36",
    "team/shop,                       docker.io/team/shop:latest,          team/shop:latest",
    "docker.io/busybox,               docker.io/library/busybox:latest,    busybox:latest",
    "index.docker.io/a/b,             docker.io/a/b:latest,                a/b:latest",
    "registry.hub.docker.com/library/a, docker.io/library/a:latest,        a:latest",
    "registry-1.docker.io/a/b:1,      docker.io/a/b:1,                     a/b:1",
    "docker.io/library/a/b,           docker.io/library/a/b:latest,        library/a/b:latest",
    "localhost/a,                     localhost/a:latest,                  localhost/a:latest",
    "localhost:5000/a/b:t,            localhost:5000/a/b:t,                localhost:5000/a/b:t",
    "Registry/a,                      Registry/a:latest,                   Registry/a:latest",
    "EXAMPLE.com/a,                   example.com/a:latest,                example.com/a:latest",
    "[::1]:5000/a,                    '[::1]:5000/a:latest',               '[::1]:5000/a:latest'",
    "host:5000,                       docker.io/library/host:5000,         host:5000",
    "ghcr.io/a/b/c/d:V1.0-x_y,        ghcr.io/a/b/c/d:V1.0-x_y,            ghcr.io/a/b/c/d:V1.0-x_y",
    "a__b/c---d/e.f,                  docker.io/a__b/c---d/e.f:latest,     a__b/c---d/e.f:latest",
  })
  void normalises(String text, String normal, String familiar) {
    var reference = ImageReference.parse(text);
    assertThat(reference).hasToString(normal);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(ImageReference.parse(reference.familiar())).hasToString(normal);
  }

  @Test
  void digestAloneHasNoTag() {
    var reference = ImageReference.parse("a/b@sha256:" + HEX);
    assertThat(reference.digest()).isEqualTo(new Digest("sha256", HEX));
    assertThat(reference.tagOrLatest()).isNull();
    assertThat(reference).hasToString("docker.io/a/b@sha256:" + HEX);
  }

  @Test
  void keepsTagBesideDigest() {
    var reference = ImageReference.parse("host:1/a:t@sha256:" + HEX);
    assertThat(reference.tag()).isEqualTo("t");
    assertThat(reference).hasToString("host:1/a:t@sha256:" + HEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a//b",
        "/a",
        "a/",
        "a:",
        "a:-x",
        "a@sha256:12",
        "a@md5:12",
        "a..b",
        "a_.b",
        "-a",
        "a b",
        "host:99999/a",
        "ho_st.x:1/a",
        "a@",
        "a:b:c",
        "example.com/",
        "é/a"
      })
  void refuses(String text) {
    assertProblem(text);
  }

  @Test
  void refusesIdentifiersAndLongNames() {
    assertProblem(HEX);
    assertProblem("x/" + "a".repeat(254));
    assertProblem("a:" + "t".repeat(129));
    assertThat(ImageReference.parse("x/" + "a".repeat(253)).repository()).hasSize(255);
  }

  @Test
  void saysToWriteLowerCase() {
    assertThatThrownBy(() -> ImageReference.parse("ghcr.io/Team/Shop:V1"))
        .asInstanceOf(InstanceOfAssertFactories.type(StaveException.class))
        .satisfies(
            e -> {
              assertThat(e.problem().message()).contains("must be lower case");
              assertThat(e.problem().fix()).contains("write ghcr.io/team/shop:V1");
            });
  }

  @Test
  void saysToLeaveOutTheScheme() {
    assertThatThrownBy(() -> ImageReference.parse("https://ghcr.io/a"))
        .asInstanceOf(InstanceOfAssertFactories.type(StaveException.class))
        .satisfies(e -> assertThat(e.problem().fix()).contains("leave out https://"));
  }

  @Test
  void checksTagsGivenLater() {
    assertThat(ImageReference.parse("a").withTag("v1")).hasToString("docker.io/library/a:v1");
    assertThatThrownBy(() -> ImageReference.parse("a").withTag("a b"))
        .isInstanceOf(StaveException.class);
  }

  private static void assertProblem(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .asInstanceOf(InstanceOfAssertFactories.type(StaveException.class))
        .satisfies(
            e -> {
              assertThat(e.problem().category()).isEqualTo(Category.USER);
              assertThat(e.problem().fix()).isPresent();
            });
  }
}
