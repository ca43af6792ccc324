package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TlsSettings;
import build.stave.problem.StaveException;
import build.stave.source.GitCredentials.Login;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Git over http and https, against git's own server. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GitServerRealTest {
  private Path folder = Path.of("");
  private Repositories repositories = new Repositories(folder);
  private GitServer plain;
  private GitServer secure;
  private Authority authority;
  private HttpTransport http;
  private int opened;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    authority = new Authority(Files.createDirectory(folder.resolve("authority")));
    repositories = new Repositories(Files.createDirectory(folder.resolve("root")));
    repositories.history("public/a.git").history("private/a.git");
    plain = GitServer.plain(repositories.root());
    secure = GitServer.secure(repositories.root(), authority);
    http =
        new HttpTransport(
            HttpSettings.of("test", Map.of())
                .withTls(Map.of(secure.host(), TlsSettings.trusting(authority.certificate()))));
  }

  @AfterAll
  void stop() {
    http.close();
    plain.close();
    secure.close();
  }

  private SourceTree open(ContextSpec spec, GitCredentials credentials) throws Exception {
    Path target = Files.createDirectory(folder.resolve("out" + opened++));
    return Sources.open(
        spec, target, new SourceSettings(http, credentials, InputStream.nullInputStream()));
  }

  private SourceTree open(String text) throws Exception {
    return open(ContextSpec.parse(text), GitCredentials.NONE);
  }

  private GitCredentials login(String host, Login login) {
    return new GitCredentials(Map.of(host, login), null, null, List.of());
  }

  private static String file(SourceTree tree) throws Exception {
    return Files.readString(Path.of(tree.root(), "file")).strip();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 6",
    "#main, 6",
    "#old, 2",
    "#v2, 2",
    "#refs/tags/v2, 2",
    "#refs/heads/old, 2",
    "#pull/7/head, 3",
    "?branch=old, 2",
    "?tag=v2, 2",
    "?ref=refs/pull/7/head, 3",
  })
  void findsReferences(String suffix, String number) throws Exception {
    SourceTree tree = open(plain.url("public/a.git") + suffix);

    assertThat(file(tree)).isEqualTo(number);
    assertThat(tree.commit()).isPresent();
    assertThat(Path.of(tree.root(), ".git")).doesNotExist();
    assertThat(Path.of(tree.root(), "run")).isExecutable();
    assertThat(Path.of(tree.root(), "link")).isSymbolicLink();
  }

  @Test
  void findsCommitsFullShortAndChecked() throws Exception {
    String url = secure.url("public/a.git");
    String third = repositories.commit("public/a.git", "main~3");

    assertThat(file(open(url + "#" + third))).isEqualTo("3");
    assertThat(file(open(url + "#" + third.substring(0, 8)))).isEqualTo("3");
    assertThat(file(open(url + "?commit=" + third))).isEqualTo("3");
    assertThat(file(open(url + "?branch=main&fetch-by-commit=true&checksum=" + third)))
        .isEqualTo("3");
    assertThatThrownBy(() -> open(url + "?branch=main&checksum=" + third))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining(" and not " + third);
  }

  @ParameterizedTest
  @CsvSource({"main", "v2", "COMMIT"})
  void fetchesOneCommitAndNoMore(String ref) throws Exception {
    String name = ref.equals("COMMIT") ? repositories.commit("public/a.git", "main~2") : ref;
    var spec = ContextSpec.Git.of(plain.url("public/a.git"), name).keepingGitDir(true);
    Path root = Path.of(open(spec, GitCredentials.NONE).root());

    assertThat(Shell.run(root, "git rev-list --count --all HEAD")).isEqualTo("1");
    assertThat(root.resolve(".git/shallow")).exists();
    assertThat(Shell.run(root, "git status --porcelain")).isEmpty();
  }

  @Test
  void givesFilesTheTimeOfTheCommitWhereAsked() throws Exception {
    SourceTree tree = open(plain.url("public/a.git") + "?mtime=commit");

    assertThat(tree.dated()).isTrue();
    for (String name : List.of("file", "sub", "sub/file", "link", "")) {
      assertThat(build.stave.linux.Files.lstat(tree.root() + "/" + name).mtime())
          .as(name)
          .isEqualTo(1_500_000_000L);
    }
  }

  @Test
  void opensAFolderOfTheRepository() throws Exception {
    assertThat(Path.of(open(secure.url("public/a.git") + "#v2:sub").root()).resolve("file"))
        .hasContent("S");
    assertThat(Path.of(open(secure.url("public/a.git") + "?subdir=sub").root()).resolve("file"))
        .hasContent("S");
  }

  @Test
  void logsInWithPasswordAndToken() throws Exception {
    String url = secure.url("private/a.git");
    ContextSpec spec = ContextSpec.parse(url);
    String host = secure.host();
    String own = url.replace("https://", "https://builder:correct%20horse@");

    assertThat(file(open(spec, login(host, new Login("builder", GitServer.PASSWORD)))))
        .isEqualTo("6");
    assertThat(file(open(spec, login(host, Login.token(GitServer.PASSWORD))))).isEqualTo("6");
    assertThat(file(open(own))).isEqualTo("6");
  }

  @Test
  void saysWhenALoginIsMissingOrWrong() {
    String url = secure.url("private/a.git");
    ContextSpec spec = ContextSpec.parse(url);

    assertThatThrownBy(() -> open(url))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("asks for credentials and there are none for this host");
    assertThatThrownBy(() -> open(spec, login(secure.host(), new Login("builder", "s3cret"))))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("refused the credentials")
        .satisfies(e -> assertThat(trace(e)).doesNotContain("s3cret"));
    assertThatThrownBy(() -> open(spec, login("elsewhere", new Login("builder", "s3cret"))))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("there are none for this host");
    assertThatThrownBy(() -> open(url.replace("https://", "https://builder:s3cret@") + "#nope"))
        .isInstanceOf(StaveException.class)
        .satisfies(e -> assertThat(trace(e)).doesNotContain("s3cret"));
  }

  private static String trace(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void writesNoCredentialIntoTheRepository() throws Exception {
    String url =
        secure.url("private/a.git").replace("https://", "https://builder:correct%20horse@");
    var spec = ContextSpec.Git.of(url, "main").keepingGitDir(true);
    Path root = Path.of(open(spec, GitCredentials.NONE).root());

    assertThat(Shell.run(root, "git config remote.origin.url"))
        .isEqualTo(secure.url("private/a.git"));
    assertThat(Shell.run(root, "grep -rl -e correct -e horse . || echo none")).isEqualTo("none");
    assertThat(spec.toString()).doesNotContain("correct");
  }

  @Test
  void tellsNoLoginToAnotherServerThatItIsSentTo() throws Exception {
    try (GitServer other = GitServer.secure(repositories.root(), authority);
        HttpTransport trusting =
            new HttpTransport(
                HttpSettings.of("test", Map.of())
                    .withTls(Map.of("localhost", TlsSettings.trusting(authority.certificate()))))) {
      other.redirect(path -> path.startsWith("/moved/a.git") ? moved(path, "private/a.git") : null);
      Path target = Files.createDirectory(folder.resolve("out" + opened++));
      var settings =
          new SourceSettings(
              trusting,
              login(other.host(), new Login("builder", GitServer.PASSWORD)),
              InputStream.nullInputStream());
      int before = secure.authorizations().size();

      assertThatThrownBy(
              () -> Sources.open(ContextSpec.parse(other.url("moved/a.git")), target, settings))
          .isInstanceOf(StaveException.class);
      assertThat(secure.authorizations()).hasSize(before);
    }
  }

  private String moved(String path, String repository) {
    return secure.url(repository) + path.substring("/moved/a.git".length());
  }

  @Test
  void followsARepositoryThatMoved() throws Exception {
    try (GitServer old = GitServer.plain(repositories.root())) {
      old.redirect(path -> path.startsWith("/moved/a.git") ? moved(path, "public/a.git") : null);

      assertThat(file(open(old.url("moved/a.git")))).isEqualTo("6");
    }
  }

  @Test
  void saysWhatIsWrongWithTheServer() throws Exception {
    String closed;
    try (GitServer server = GitServer.plain(repositories.root())) {
      closed = server.url("public/a.git");
    }
    assertThatThrownBy(() -> open(closed))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("nothing accepts connections at localhost:");
    assertThatThrownBy(() -> open(plain.url("public/none.git")))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("there is no such git repository");
    assertThatThrownBy(() -> open("http://no-such-host.invalid/a.git"))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("the host name of no-such-host.invalid is not known");
    assertThatThrownBy(() -> open(plain.url("public/a.git") + "#nope"))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("has no branch, tag or commit nope")
        .satisfies(
            e -> assertThat(((StaveException) e).problem().fix().orElse("")).contains("main, old"));
    assertThatThrownBy(() -> open(plain.url("public/a.git") + "#" + "0123456789".repeat(4)))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("has no commit 0123");
  }

  @Test
  void trustsNoAuthorityThatNobodyNamed() throws Exception {
    try (HttpTransport ordinary = new HttpTransport(HttpSettings.of("test", Map.of()))) {
      Path target = Files.createDirectory(folder.resolve("out" + opened++));
      var settings =
          new SourceSettings(ordinary, GitCredentials.NONE, InputStream.nullInputStream());

      assertThatThrownBy(
              () -> Sources.open(ContextSpec.parse(secure.url("public/a.git")), target, settings))
          .isInstanceOf(StaveException.class)
          .hasMessageContaining("is signed by no authority known here");
    }
  }

  @Test
  void fetchesSubmodulesOfSubmodulesByRelativeUrls() throws Exception {
    repositories.of("public/leaf.git", "echo L > leaf");
    repositories.of("public/lib.git", gitlink("leaf", "../leaf.git", "public/leaf.git"));
    repositories.of("public/app.git", gitlink("deep/lib", "../lib.git", "public/lib.git"));
    String url = secure.url("public/app.git");

    Path root = Path.of(open(url).root());
    assertThat(root.resolve("deep/lib/leaf/leaf")).hasContent("L");
    assertThat(Shell.run(root, "find . -name .git")).isEmpty();
    Path without = Path.of(open(url + "?submodules=false").root());
    assertThat(without.resolve("deep/lib")).isEmptyDirectory();
  }

  private String gitlink(String path, String url, String repository) throws Exception {
    return """
    printf '[submodule "x"]\\n\\tpath = %1$s\\n\\turl = %2$s\\n' > .gitmodules
    mkdir -p %1$s
    git update-index --add --cacheinfo 160000,%3$s,%1$s
    """
        .formatted(path, url, repositories.commit(repository, "HEAD"));
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/x.git, has a local url",
    "/etc/x.git, has a local url",
    "--upload-pack=touch, has a local url",
    "ext::sh -c touch /x, has a local url",
  })
  void refusesSubmodulesOfThisMachine(String url, String message) throws Exception {
    String name = "public/hostile" + opened + ".git";
    repositories.of(name, gitlink("sub", url, "public/a.git"));

    assertThatThrownBy(() -> open(plain.url(name)))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining(message);
  }

  @Test
  void leavesLfsPointersAndSaysSo() throws Exception {
    repositories.of(
        "public/lfs.git",
        """
        echo '*.bin filter=lfs diff=lfs merge=lfs -text' > .gitattributes
        printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%064d\\nsize 5\\n' 1 > a.bin
        """);
    SourceTree tree = open(plain.url("public/lfs.git"));

    assertThat(Path.of(tree.root(), "a.bin")).content().startsWith("version https://git-lfs");
    assertThat(tree.notes())
        .containsExactly("git LFS is not fetched: a.bin is a pointer and not the content");
  }
}
