package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.StaveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContextSpecTest {
  @ParameterizedTest
  @CsvSource({
    "https://h.example/a/b.git, https://h.example/a/b.git, '', ''",
    "https://h.example/a/b.git#v1:sub/dir, https://h.example/a/b.git, v1, sub/dir",
    "https://h.example/b.git#:sub, https://h.example/b.git, '', sub",
    "https://h.example/b.git?branch=main&subdir=s, https://h.example/b.git, refs/heads/main, s",
    "https://h.example/b.git?tag=v1, https://h.example/b.git, refs/tags/v1, ''",
    "https://h.example/b.git?ref=a%2Fb, https://h.example/b.git, a/b, ''",
    "git@h.example:a/b.git#x, git@h.example:a/b.git, x, ''",
    "ssh://git@h.example:22/a, ssh://git@h.example:22/a, '', ''",
    "git://h.example/a, git://h.example/a, '', ''",
    "github.com/a/b, https://github.com/a/b, '', ''",
  })
  void takesGitUrlsAsDockerDoes(String text, String url, String ref, String subdir) {
    assertThat(ContextSpec.parse(text))
        .isEqualTo(new ContextSpec.Git(url, ref, subdir, null, false, true, false));
  }

  @Test
  void readsTheQueryForm() {
    assertThat(ContextSpec.parse("https://h/b.git?commit=abcd1234&keep-git-dir=1&submodules=false"))
        .isEqualTo(
            new ContextSpec.Git("https://h/b.git", "abcd1234", "", "abcd1234", true, false, false));
    assertThat(ContextSpec.parse("https://h/b.git?keep-git-dir&branch=refs/heads/a&mtime=commit"))
        .isEqualTo(
            new ContextSpec.Git("https://h/b.git", "refs/heads/a", "", null, true, true, true));
    assertThat(ContextSpec.parse("https://h/b.git?mtime=checkout&ref=a"))
        .isEqualTo(ContextSpec.Git.of("https://h/b.git", "a"));
  }

  @Test
  void fetchesTheCommitInsteadOfTheReferenceWhereAsked() {
    assertThat(ContextSpec.parse("https://h/b.git?branch=a&checksum=abcd1234&fetch-by-commit=true"))
        .isEqualTo(
            new ContextSpec.Git("https://h/b.git", "abcd1234", "", "abcd1234", false, true, false));
  }

  @Test
  void takesTheRestForArchivesInputAndFolders() {
    assertThat(ContextSpec.parse("https://h.example/ctx.tar.gz"))
        .isEqualTo(new ContextSpec.Archive("https://h.example/ctx.tar.gz", null));
    assertThat(ContextSpec.parse("https://h.example/b.git/"))
        .isEqualTo(new ContextSpec.Archive("https://h.example/b.git/", null));
    assertThat(ContextSpec.parse("-")).isEqualTo(new ContextSpec.Stream());
    assertThat(ContextSpec.parse("./x.git")).isEqualTo(new ContextSpec.Folder("./x.git"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://u:secret@h/b.git?what=x",
        "https://u:secret@h/b.git?branch=a&tag=b",
        "https://u:secret@h/b.git?commit=zzz",
        "https://u:secret@h/b.git?ref=",
        "https://u:secret@h/b.git?ref=a&ref=a",
        "https://u:secret@h/b.git?ref=%zz",
        "https://u:secret@h/b.git?mtime=now",
        "https://u:secret@h/b.git?fetch-by-commit=1",
        "https://u:secret@h/b.git?branch=a#b",
        "https://u:secret@h/b.git?submodules=maybe",
        "https://u:secret@h/b.git#--upload-pack=x",
      })
  void refusesWhatContradictsItselfWithoutTellingThePassword(String text) {
    assertThatThrownBy(() -> ContextSpec.parse(text))
        .isInstanceOf(StaveException.class)
        .hasMessageStartingWith("git URL https://h/b.git: ")
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a/b.git, ../c.git, https://h/a/c.git",
    "https://h/a/b.git, ./c, https://h/a/b.git/c",
    "git@h:a/b.git, ../c.git, git@h:a/c.git",
    "git@h:b.git, ../c.git, git@h:c.git",
  })
  void resolvesRelativeUrlsOfSubmodules(String parent, String url, String expected) {
    assertThat(GitUrl.relative(parent, url)).isEqualTo(expected);
  }

  @Test
  void readsNamesOfDownloads() {
    assertThat(DownloadName.disposition("attachment; filename=\"a b.txt\"")).isEqualTo("a b.txt");
    assertThat(DownloadName.disposition("attachment; filename=x; filename*=UTF-8''%C3%A9"))
        .isEqualTo("é");
    assertThat(DownloadName.last("../../etc/..")).isEmpty();
    assertThat(DownloadName.last("../../etc/passwd")).isEqualTo("passwd");
  }
}
