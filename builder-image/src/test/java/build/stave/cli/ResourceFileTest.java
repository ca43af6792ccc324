package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.cache.CacheSettings;
import build.stave.engine.BuildRequest;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.engine.BuildRequest.Source;
import build.stave.engine.Output;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import build.stave.source.ContextSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResourceFileTest {
  @TempDir Path folder;

  private BuildRequest read(String yaml, String... flags) throws IOException, ParseException {
    Path file = folder.resolve("imagebuild.yaml");
    Files.writeString(file, yaml);
    return new Requests(Flags.of(flags)).read(file.toString());
  }

  private Problem refused(String yaml) {
    return catchThrowableOfType(StaveException.class, () -> read(yaml)).problem();
  }

  @Test
  void gitSourceWithTagsAndArguments() throws Exception {
    BuildRequest request =
        read(
            """
            apiVersion: stave.build/v1alpha1
            kind: ImageBuild
            metadata: {name: shop, namespace: team-a}
            spec:
              source:
                git: {url: https://git.example.com/team-a/shop.git, ref: {branch: main}}
              contextDir: web
              dockerfile: {path: docker/Dockerfile}
              target: release
              args:
              - {name: VERSION, value: "1.2"}
              output:
                image: registry.example.com/team-a/shop
                tags: [latest, "1.2"]
                labels: {team: a}
            """);

    assertThat(request.source())
        .isEqualTo(
            new Source.Spec(
                new ContextSpec.Git(
                    "https://git.example.com/team-a/shop.git",
                    "refs/heads/main",
                    "",
                    null,
                    false,
                    true,
                    false)));
    assertThat(request.contextDir()).isEqualTo("web");
    assertThat(request.dockerfile()).isEqualTo(new DockerfileSource.InContext("docker/Dockerfile"));
    assertThat(request.target()).isEqualTo("release");
    assertThat(request.buildArgs()).containsEntry("VERSION", "1.2");
    assertThat(request.labels()).containsEntry("team", "a");
    assertThat(request.names())
        .map(Object::toString)
        .containsExactly(
            "registry.example.com/team-a/shop:latest", "registry.example.com/team-a/shop:1.2");
    assertThat(request.outputs()).isEqualTo(List.of(new Output.Layout(Path.of("shop.oci"))));
  }

  @Test
  void flagsComeOnTop() throws Exception {
    BuildRequest request =
        read(
            """
            apiVersion: stave.build/v1alpha1
            kind: ImageBuild
            metadata: {name: shop}
            spec:
              source: {inline: {files: {Dockerfile: FROM scratch}}}
              target: release
              args: [{name: VERSION, value: "1"}]
              output: {image: registry.example.com/shop}
            """,
            "--target=test",
            "--build-arg=VERSION=2",
            "--tag=localhost:5000/mine:dev",
            "--push");

    assertThat(request.target()).isEqualTo("test");
    assertThat(request.buildArgs()).containsEntry("VERSION", "2");
    assertThat(request.outputs()).hasSize(1).first().isInstanceOf(Output.Registry.class);
    assertThat(request.names()).map(Object::toString).containsExactly("localhost:5000/mine:dev");
  }

  @Test
  void caches() throws Exception {
    String yaml =
        """
        apiVersion: stave.build/v1alpha1
        kind: ImageBuild
        metadata: {name: shop}
        spec:
          source: {inline: {files: {Dockerfile: FROM scratch}}}
          output: {image: registry.example.com/shop, tags: [v1]}
          cache: %s
        """;
    var command = CacheSettings.STORE.scope();

    assertThat(read(yaml.formatted("{registry: {}}")).cache())
        .as("a trial only reads")
        .isEqualTo(
            new CacheSettings(
                null,
                List.of(ImageReference.parse("registry.example.com/shop:cache")),
                false,
                command,
                List.of(),
                false));
    assertThat(read(yaml.formatted("{registry: {}}"), "--push").cache())
        .isEqualTo(
            new CacheSettings(
                ImageReference.parse("registry.example.com/shop:cache"),
                List.of(),
                false,
                command,
                List.of(),
                false));
    assertThat(read(yaml.formatted("{inline: true, disabled: true}")).cache())
        .isEqualTo(
            new CacheSettings(
                null,
                List.of(ImageReference.parse("registry.example.com/shop:v1")),
                true,
                command,
                List.of(),
                true));
    String both =
        "{registry: {ref: r.example.com/a:c, readFrom: [r.example.com/b:c]}, "
            + "volume: {claimName: steps, scope: pr-7, readFrom: [default]}}";
    assertThat(read(yaml.formatted(both), "--push").cache())
        .isEqualTo(
            new CacheSettings(
                ImageReference.parse("r.example.com/a:c"),
                List.of(ImageReference.parse("r.example.com/b:c")),
                false,
                "pr-7",
                List.of("default"),
                false));
  }

  @Test
  void anUnknownFieldIsNamedWithItsLine() {
    Problem problem =
        refused(
            """
            apiVersion: stave.build/v1alpha1
            kind: ImageBuild
            metadata: {name: shop}
            spec:
              sauce: {}
            """);

    assertThat(problem.message()).contains("sauce");
    assertThat(problem.location().orElseThrow().line()).isEqualTo(5);
  }

  @Test
  void anotherKindIsRefused() {
    Problem problem =
        refused(
            """
            apiVersion: v1
            kind: ImageBuild
            metadata: {name: shop}
            spec:
              source: {inline: {files: {}}}
              output: {image: a}
            """);

    assertThat(problem.message()).contains("v1 ImageBuild");
    assertThat(problem.fix()).isPresent();
  }

  @Test
  void aSourceIsNeeded() {
    Problem problem =
        refused(
            """
            apiVersion: stave.build/v1alpha1
            kind: ImageBuild
            metadata: {name: shop}
            spec:
              source: {}
              output: {image: a}
            """);

    assertThat(problem.message()).contains("names no source");
  }

  @Test
  void aMissingFileIsTheUsersError() {
    StaveException thrown =
        catchThrowableOfType(
            StaveException.class,
            () -> new Requests(Flags.of()).read(folder.resolve("no.yaml").toString()));

    assertThat(thrown).hasMessageContaining("there is no file");
  }
}
