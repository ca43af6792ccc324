package build.stave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.http.TestServer;
import build.stave.source.Authority;
import build.stave.source.GitServer;
import build.stave.source.Repositories;
import build.stave.source.Shell;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every form of a source, from the command line to the files in the image; needs jq. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SourcesRealTest {
  private static final String APP =
      """
      printf 'FROM scratch\\nCOPY . /app/\\n' > Dockerfile
      echo ignored > .dockerignore && echo I > ignored && mkdir sub && echo S > sub/file
      """;
  private static final byte[] NONE = new byte[0];

  private Path folder;
  private Path auth;
  private Repositories repositories;
  private GitServer server;
  private Authority authority;
  private int built;

  /** What a build said and did. */
  private record Outcome(int exit, String output, List<String> files, Path layout) {}

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    authority = new Authority(Files.createDirectory(folder.resolve("authority")));
    repositories = new Repositories(Files.createDirectory(folder.resolve("root")));
    repositories.of("private/app.git", APP).of("public/app.git", APP);
    server = GitServer.secure(repositories.root(), authority);
    auth = Files.createDirectory(folder.resolve("auth"));
    Files.writeString(auth.resolve("username"), "builder\n");
    Files.writeString(auth.resolve("password"), GitServer.PASSWORD + "\n");
    Files.copy(authority.certificate(), auth.resolve("ca.crt"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Outcome build(byte[] input, String... arguments) throws Exception {
    Path layout = folder.resolve("image" + built++);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "build", "--progress=plain"));
    command.addAll(List.of("--compression=none", "--store=" + folder.resolve("store")));
    command.add("--output=" + layout);
    command.addAll(List.of(arguments));
    Process process = Shell.command(folder, command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return new Outcome(exit, output, exit == 0 ? files(layout) : List.of(), layout);
  }

  private static List<String> files(Path layout) throws Exception {
    return Shell.run(
            layout,
            """
            blob() { echo blobs/$(echo $1 | tr : /); }
            manifest=$(blob $(jq -r '.manifests[0].digest' index.json))
            for layer in $(jq -r '.layers[].digest' $manifest); do tar -tf $(blob $layer); done
            """)
        .lines()
        .toList();
  }

  private String inLayer(Outcome outcome, String name) throws Exception {
    return Shell.run(
        outcome.layout(),
        "for f in blobs/sha256/*; do tar -xOf $f "
            + name
            + " 2>/dev/null && exit 0 || true; done; exit 1");
  }

  private static String trust(String host, Path certificate) {
    return "--registry-ca=" + host + "=" + certificate;
  }

  @Test
  void buildsAPrivateRepositoryWithAFolderOfCredentialsAndIgnoresNothingInIt() throws Exception {
    Outcome outcome = build(NONE, "--git-auth=" + auth, server.url("private/app.git"));

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.files())
        .contains("app/ignored", "app/sub/file", "app/.dockerignore")
        .doesNotContain("app/.git/");
    assertThat(outcome.output())
        .contains("commit " + repositories.commit("private/app.git", "HEAD"))
        .doesNotContain(GitServer.PASSWORD);
  }

  @Test
  void buildsAnImageBuildOfAPrivateRepository() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("imagebuild.yaml"),
            """
            apiVersion: stave.build/v1alpha1
            kind: ImageBuild
            metadata: {name: app}
            spec:
              source:
                git: {url: %s, ref: {branch: main}}
              output: {image: example.com/app}
            """
                .formatted(server.url("private/app.git")));

    Outcome outcome = build(NONE, "--git-auth=" + auth, file.toString());

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.files()).contains("app/ignored");
  }

  @Test
  void takesTokensAsBuildKitDoes() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), GitServer.PASSWORD);
    String ca = trust(server.host(), authority.certificate());
    Path context = Files.createDirectory(folder.resolve("context-token"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch\nADD " + server.url("private/app.git") + "#main:sub /sub\n");

    Outcome asContext =
        build(NONE, "--secret=id=GIT_AUTH_TOKEN,src=" + token, ca, server.url("private/app.git"));
    Outcome added =
        build(
            NONE,
            "--secret=id=GIT_AUTH_TOKEN." + server.host() + ",src=" + token,
            ca,
            context.toString());
    Outcome without = build(NONE, ca, context.toString());

    assertThat(asContext.exit()).as(asContext.output()).isZero();
    assertThat(added.exit()).as(added.output()).isZero();
    assertThat(added.files()).contains("sub/file");
    assertThat(without.exit()).isEqualTo(ExitCode.REMOTE);
    assertThat(without.output()).contains("asks for credentials");
  }

  @Test
  void addsRepositoriesWithGitDirAndChecksum() throws Exception {
    String ca = trust(server.host(), authority.certificate());
    String commit = repositories.commit("public/app.git", "HEAD");
    String url = server.url("public/app.git");
    Path context = Files.createDirectory(folder.resolve("context-add"));
    Path dockerfile = context.resolve("Dockerfile");

    Files.writeString(
        dockerfile,
        "FROM scratch\nADD --keep-git-dir=true --checksum=%s %s /a\nADD %s?mtime=commit /b\n"
            .formatted(commit, url, url));
    Outcome good = build(NONE, ca, context.toString());
    Files.writeString(
        dockerfile, "FROM scratch\nADD --checksum=%s %s /a\n".formatted("0".repeat(40), url));
    Outcome bad = build(NONE, ca, context.toString());

    assertThat(good.exit()).as(good.output()).isZero();
    assertThat(good.files()).contains("a/.git/HEAD", "a/ignored", "b/ignored");
    assertThat(good.files()).doesNotContain("b/.git/");
    assertThat(bad.exit()).isEqualTo(ExitCode.USER);
    assertThat(bad.output()).contains("is commit " + commit + " and not 000", "Dockerfile:2");
  }

  @Test
  void buildsAnArchiveFromTheWebAndIgnoresNothingInIt() throws Exception {
    byte[] archive = archive();
    try (var web = new TestServer(exchange -> TestServer.answer(exchange, 200, archive))) {
      Outcome outcome = build(NONE, "http://" + web.authority() + "/app.tar.gz");

      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(outcome.files()).contains("app/ignored", "app/sub/file");
    }
  }

  private byte[] archive() throws Exception {
    Path app = Files.createDirectories(folder.resolve("app" + built++));
    Shell.run(app, APP + "tar -czf ../app.tar.gz .");
    return Files.readAllBytes(folder.resolve("app.tar.gz"));
  }

  @Test
  void buildsWhatComesOnStandardInput() throws Exception {
    Outcome whole = build(archive(), "-");
    Outcome lone =
        build("FROM scratch\nCOPY <<EOF /x\nhi\nEOF\n".getBytes(StandardCharsets.UTF_8), "-");
    Path context = Files.createDirectory(folder.resolve("context-stdin"));
    Files.writeString(context.resolve("file"), "F");
    Outcome dockerfile =
        build(
            "FROM scratch\nCOPY file /x\n".getBytes(StandardCharsets.UTF_8),
            "-f",
            "-",
            context.toString());
    Outcome nothing = build(NONE, "-");

    assertThat(whole.exit()).as(whole.output()).isZero();
    assertThat(whole.files()).contains("app/sub/file").doesNotContain("app/ignored");
    assertThat(lone.exit()).as(lone.output()).isZero();
    assertThat(inLayer(lone, "x")).isEqualTo("hi");
    assertThat(dockerfile.exit()).as(dockerfile.output()).isZero();
    assertThat(inLayer(dockerfile, "x")).isEqualTo("F");
    assertThat(nothing.exit()).isEqualTo(ExitCode.USER);
    assertThat(nothing.output()).contains("standard input is empty");
  }

  @Test
  void readsNamedContextsOfEveryKind() throws Exception {
    byte[] archive = archive();
    Path context = Files.createDirectory(folder.resolve("context-named"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        COPY --from=repo sub/file /repo
        COPY --from=web sub/file /web
        COPY --from=local file /local
        """);
    Path local = Files.createDirectory(folder.resolve("local"));
    Files.writeString(local.resolve("file"), "L");
    try (var web = new TestServer(exchange -> TestServer.answer(exchange, 200, archive))) {
      Outcome outcome =
          build(
              NONE,
              trust(server.host(), authority.certificate()),
              "--build-context=repo=" + server.url("public/app.git") + "#main",
              "--build-context=web=http://" + web.authority() + "/app.tgz",
              "--build-context=local=" + local,
              context.toString());

      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(outcome.files()).containsExactlyInAnyOrder("repo", "web", "local");
    }
  }

  @Test
  void keepsGitDirOfTheContextWhereTheBuildArgumentSaysSo() throws Exception {
    Outcome outcome =
        build(
            NONE,
            "--git-auth=" + auth,
            "--build-arg=BUILDKIT_CONTEXT_KEEP_GIT_DIR=1",
            server.url("private/app.git"));

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.files()).contains("app/.git/HEAD");
    assertThat(inLayer(outcome, "app/.git/config")).doesNotContain("horse", "builder");
  }
}
