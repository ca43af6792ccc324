package build.stave.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.ignore.IgnoreRules;
import build.stave.linux.Files;
import build.stave.oci.Digest;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentDigestTest {
  @TempDir private Path folder;
  private Trees trees;

  @BeforeEach
  void makeTree() throws IOException {
    trees = new Trees(folder);
    trees.in("d/a", "A").in("d/sub/b", "B").in("e", "E");
  }

  private Digest digest(String... patterns) throws IOException {
    return ContentDigest.of(List.of(patterns).stream().map(trees::tree).toList(), false, List.of());
  }

  @Test
  void changesWithAllThatTheResultDependsOn() throws IOException {
    String a = trees.source + "/d/a";
    Digest before = digest("d");

    Files.chmod(a, 0755);
    Digest mode = digest("d");
    Files.setXattr(a, "user.x", "1".getBytes(StandardCharsets.UTF_8));
    Digest xattr = digest("d");
    Files.rename(a, trees.source + "/d/c");
    Digest name = digest("d");
    trees.in("d/a", "other");
    Digest content = digest("d");
    Files.unlink(a);
    Trees.link(a, "c");
    Digest link = digest("d");
    Files.unlink(a);
    Trees.link(a, "e");
    Digest target = digest("d");
    Files.chmod(trees.source + "/d/sub", 0700);

    assertThat(List.of(before, mode, xattr, name, content, link, target, digest("d")))
        .doesNotHaveDuplicates();
  }

  @Test
  void staysWhenOnlyTimesOrUnselectedFilesChange() throws IOException {
    Digest before = digest("d");
    Files.setTimes(trees.source + "/d/a", 1, 1);
    Files.setTimes(trees.source + "/d", 1, 1);
    Files.chmod(trees.source + "/d", 0700);
    Files.rename(trees.source + "/d", trees.source + "/f");
    trees.in("g", "G");

    assertThat(digest("f")).isEqualTo(before);
  }

  @Test
  void tellsFieldsAndSourcesApart() throws IOException {
    trees.in("f/ab", "c").in("g/a", "bc").in("same", "E");

    assertThat(digest("f")).isNotEqualTo(digest("g"));
    assertThat(digest("d", "e")).isNotEqualTo(digest("e", "d"));
    assertThat(digest("e")).as("the name counts").isNotEqualTo(digest("same"));
    assertThat(digest("d", "d")).isNotEqualTo(digest("d"));
  }

  @Test
  void seesTheSelectionOnly() throws IOException {
    var rules = IgnoreRules.of(List.of("d/a"));
    var hidden = List.of(trees.tree("d", rules, CopySource.Origin.CONTEXT));
    Digest ignored = ContentDigest.of(hidden, false, List.of());
    Digest excluded = ContentDigest.of(List.of(trees.tree("d")), false, List.of("a"));
    trees.in("only/sub/b", "B");

    assertThat(ignored).isEqualTo(excluded).isEqualTo(digest("only"));
  }

  @Test
  void seesOwnersOfImagesOnly() throws IOException {
    Digest context = digest("d");
    Digest image = ContentDigest.of(List.of(trees.image("d")), false, List.of());
    Files.lchown(trees.source + "/d/a", 7, 7);

    assertThat(digest("d")).isEqualTo(context);
    assertThat(ContentDigest.of(List.of(trees.image("d")), false, List.of())).isNotEqualTo(image);
  }

  @Test
  void keepsParentsApart() throws IOException {
    Digest plain = ContentDigest.of(List.of(trees.tree("d/sub/b")), false, List.of());
    Digest parents = ContentDigest.of(List.of(trees.tree("d/sub/b")), true, List.of());
    Digest pivot = ContentDigest.of(List.of(trees.tree("d/./sub/b")), true, List.of());

    assertThat(List.of(plain, parents, pivot)).doesNotHaveDuplicates();
  }

  @Test
  void namesAMissingSource() {
    assertThatThrownBy(() -> digest("d", "none"))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("/none not found");
  }

  @Test
  void hashesManyFilesAlikeEachTime() throws IOException {
    for (int i = 0; i < 600; i++) {
      trees.in("many/" + i % 7 + "/" + i, "content " + i);
    }

    assertThat(digest("many")).isEqualTo(digest("many"));
  }
}
