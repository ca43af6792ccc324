package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageStatus;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each example is applied as it is, in a namespace that enforces {@code baseline}. */
@ExtendWith(OnBed.class)
final class ExamplesTest {
  private final Bed bed;
  private final Registry registry;
  private final Tenant tenant;

  ExamplesTest(Bed bed, Registry registry, Tenant tenant) {
    this.bed = bed;
    this.registry = registry;
    this.tenant = tenant;
  }

  @Test
  void everyExampleHasATest() {
    assertThat(bed.examples()).isNotEmpty();
    assertThat(Stream.of(ExamplesTest.class.getDeclaredMethods()))
        .extracting(method -> method.getAnnotation(DisplayName.class))
        .filteredOn(Objects::nonNull)
        .extracting(DisplayName::value)
        .containsAll(bed.examples());
  }

  @Test
  @DisplayName("hello")
  void hello(@TempDir Path folder) {
    ImageStatus image = apply("hello");

    assertThat(image.tags()).containsExactly("latest");
    assertThat(new Cli(bed, folder).build(bed.example("hello/imagebuild.yaml")))
        .as("what the command builds of the same file")
        .isEqualTo(image.digest());
  }

  @Test
  @DisplayName("node-hello")
  void nodeHello(@TempDir Path folder) {
    String commit = push("node-hello");

    ImageStatus image = apply("node-hello");

    assertThat(image.tags()).containsExactlyInAnyOrder("latest", commit.substring(0, 12));
    assertThat(tenant.build("node-hello").getStatus().source())
        .hasFieldOrPropertyWithValue("commit", commit)
        .hasFieldOrPropertyWithValue("branch", "main");
    assertThat(registry.config(image.reference())).contains("\"VERSION=2.3.4\"");
    assertThat(new Cli(bed, folder).build(bed.example("node-hello/imagebuild.yaml")))
        .as("what the command builds of the same commit")
        .isEqualTo(image.digest());
  }

  @Test
  @DisplayName("static")
  void twoStages() {
    String commit = push("static");

    ImageStatus image = apply("static");

    assertThat(image.tags()).containsExactly("main-" + commit.substring(0, 12));
    assertThat(image.layers()).as("only the last stage's").isEqualTo(1);
  }

  @Test
  @DisplayName("nginx")
  void nginx(@TempDir Path folder) {
    Command.of("cp", "-r", bed.top().resolve("examples").toString(), folder.toString()).output();
    bed.push("examples/all", folder, "main");

    ImageStatus image = apply("nginx");

    assertThat(image.tags()).as("where none is given").containsExactly("latest");
    assertThat(registry.config(image.reference())).contains("\"8080/tcp\"");
  }

  @Test
  @DisplayName("private-git")
  void privateGit() {
    push("private-git");

    ImageStatus image = apply("private-git");

    assertThat(image.tags()).singleElement().asString().matches("\\d{4}-\\d\\d-\\d\\d-1");
  }

  @Test
  @DisplayName("build-args-and-secrets")
  void argsAndSecrets() {
    tenant.kubectl("apply", "-f", bed.example("build-args-and-secrets/inputs.yaml").toString());

    ImageStatus image = apply("build-args-and-secrets");

    assertThat(registry.config(image.reference())).doesNotContain("this-would-be-a-token");
    assertThat(registry.manifest(image.reference()))
        .contains("\"org.opencontainers.image.vendor\":\"Stave\"");
  }

  @Test
  @DisplayName("gitops")
  void gitops() {
    String commit = bed.push("examples/shop", bed.example("gitops/source"), "main");

    tenant.kubectl("apply", "-k", bed.example("gitops").toString());
    ImageStatus image = built("shop");

    assertThat(image.tags()).contains("latest", "main-" + commit.substring(0, 12));
    assertThat(tenant.kubectl("apply", "-k", bed.example("gitops").toString()))
        .contains("unchanged");
  }

  @Test
  @DisplayName("cache")
  void cache() {
    push("cache");
    apply("cache");
    String trusted = registry.manifest("registry.example.com/examples/cache:cache");
    bed.push("examples/cache", bed.example("cache"), "pr-7");

    tenant.kubectl("apply", "-f", bed.example("cache/pull-request.yaml").toString());
    ImageStatus image = built("cache-pr-7");

    assertThat(image.tags()).containsExactly("pr-7");
    assertThat(tenant.succeeded("cache-pr-7", 1).getStatus().steps())
        .isNotEmpty()
        .allMatch(step -> Boolean.TRUE.equals(step.cached()));
    assertThat(registry.manifest("registry.example.com/examples/cache:cache")).isEqualTo(trusted);
  }

  private String push(String example) {
    return bed.push("examples/" + example, bed.example(example), "main");
  }

  private ImageStatus apply(String example) {
    tenant.kubectl("apply", "-f", bed.example(example).resolve("imagebuild.yaml").toString());
    return built(example);
  }

  /** Waits for it, and asks the registry for what the status says. */
  private ImageStatus built(String name) {
    ImageBuild build = tenant.ready(name);
    ImageBuildRun run = tenant.succeeded(name, 1);
    ImageStatus image = Objects.requireNonNull(run.getStatus().image(), "image");
    assertThat(build.getStatus().latestImage()).isEqualTo(image.reference());
    for (String tag : image.tags()) {
      assertThat(registry.digest(image.name() + ":" + tag)).as(tag).isEqualTo(image.digest());
    }
    assertThat(registry.size(image.reference())).isEqualTo(image.size());
    return image;
  }
}
