package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.crds.git.GitEnvironment;
import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories of this machine, by file URL; servers are in tests of their own. */
final class GitCheckoutTest {
  @TempDir private Path folder;
  private String first = "";
  private String url = "";
  private final HttpTransport http = new HttpTransport(HttpSettings.of("test", Map.of()));
  private int opened;

  @BeforeEach
  void makeRepository() throws Exception {
    GitEnvironment.install();
    Path origin = Files.createDirectory(folder.resolve("origin.git"));
    url = "file://" + origin;
    var author =
        new PersonIdent("A", "a@example.com", Instant.ofEpochSecond(1_500_000_000), ZoneOffset.UTC);
    try (Git git = Git.init().setDirectory(origin.toFile()).setInitialBranch("main").call()) {
      Files.writeString(origin.resolve("run.sh"), "one");
      assertThat(origin.resolve("run.sh").toFile().setExecutable(true)).isTrue();
      Files.createDirectory(origin.resolve("sub"));
      Files.writeString(origin.resolve("sub/file"), "F");
      Files.createSymbolicLink(origin.resolve("link"), Path.of("sub/file"));
      git.add().addFilepattern(".").call();
      RevCommit commit = git.commit().setMessage("1").setAuthor(author).setCommitter(author).call();
      first = commit.name();
      git.tag().setName("v1").setAnnotated(true).setMessage("v1").setTagger(author).call();
      git.branchCreate().setName("old").call();
      Files.writeString(origin.resolve("run.sh"), "two");
      git.add().addFilepattern(".").call();
      git.commit().setMessage("2").setAuthor(author).setCommitter(author).call();
    }
  }

  @AfterEach
  void close() {
    http.close();
  }

  private SourceTree open(String ref, String subdir) throws IOException, InterruptedException {
    return open(new ContextSpec.Git(url, ref, subdir, null, false, true, false));
  }

  private SourceTree open(ContextSpec spec) throws IOException, InterruptedException {
    Path target = Files.createDirectory(folder.resolve("out" + opened++));
    return Sources.open(
        spec, target, new SourceSettings(http, GitCredentials.NONE, InputStream.nullInputStream()));
  }

  private static String run(SourceTree tree) throws IOException {
    return Files.readString(Path.of(tree.root(), "run.sh"));
  }

  @Test
  void findsBranchesTagsAndCommits() throws Exception {
    assertThat(run(open("", ""))).isEqualTo("two");
    assertThat(run(open("main", ""))).isEqualTo("two");
    assertThat(run(open("old", ""))).isEqualTo("one");
    assertThat(run(open("v1", ""))).isEqualTo("one");
    assertThat(run(open("refs/tags/v1", ""))).isEqualTo("one");
    assertThat(run(open(first, ""))).isEqualTo("one");
    assertThat(run(open(first.substring(0, 9), ""))).isEqualTo("one");
  }

  @Test
  void tellsTheCommitAndWritesPlainFiles() throws Exception {
    SourceTree tree = open("v1", "");

    assertThat(tree.commit()).hasValue(first);
    assertThat(tree.commitTime()).hasValue(1_500_000_000L);
    assertThat(build.stave.linux.Files.list(tree.root())).containsExactly("link", "run.sh", "sub");
    assertThat(build.stave.linux.Files.lstat(tree.root() + "/run.sh").permissions())
        .isEqualTo(0755);
    assertThat(build.stave.linux.Files.lstat(tree.root() + "/sub/file").permissions())
        .isEqualTo(0644);
    assertThat(build.stave.linux.Files.readlink(tree.root() + "/link")).isEqualTo("sub/file");
  }

  @Test
  void opensAFolderOfTheRepository() throws Exception {
    assertThat(Path.of(open("", "sub").root(), "file")).hasContent("F");
    assertThatThrownBy(() -> open("", "none"))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("has no folder none");
    assertThatThrownBy(() -> open("", "link"))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("it is a file");
  }

  @Test
  void keepsGitDirWhereAsked() throws Exception {
    SourceTree tree = open(ContextSpec.Git.of(url, "v1").keepingGitDir(true));

    assertThat(Path.of(tree.root(), ".git", "HEAD")).hasContent(first + "\n");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> open("nope", ""))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("has no branch, tag or commit nope");
    assertThatThrownBy(() -> open(ContextSpec.Git.of(url + "x", "")))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("there is no such git repository");
    assertThatThrownBy(() -> open(ContextSpec.Git.of(url, "main").checked(first)))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("and not " + first);
  }

  @Test
  void opensFoldersInputAndNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThat(open(new ContextSpec.Folder(folder.toString())).root()).isEqualTo(folder.toString());
    assertThat(build.stave.linux.Files.list(open(new ContextSpec.Empty()).root())).isEmpty();
    assertThatThrownBy(() -> open(new ContextSpec.Folder(file.toString())))
        .isInstanceOf(StaveException.class)
        .hasMessageEndingWith("is not a folder");
    assertThatThrownBy(() -> open(new ContextSpec.Folder("/no/such")))
        .isInstanceOf(StaveException.class)
        .hasMessage("folder /no/such does not exist");
    assertThatThrownBy(() -> open(new ContextSpec.Stream()))
        .isInstanceOf(StaveException.class)
        .hasMessage("standard input is empty");
  }
}
