package build.stave.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** containers-registries.conf(5), version 2. */
class RegistriesConfTest {
  private static final String DIGEST = Digest.of("x").toString();

  @TempDir Path folder;

  private RegistriesConf conf(String text) throws IOException {
    return RegistriesConf.read(List.of(Files.writeString(folder.resolve("registries.conf"), text)));
  }

  private static List<String> sources(RegistriesConf conf, String image) {
    return conf.pullSources(ImageReference.parse(image)).stream()
        .map(ImageReference::toString)
        .toList();
  }

  private static String target(RegistriesConf conf, String image) {
    return conf.pushTarget(ImageReference.parse(image)).toString();
  }

  @Test
  void withoutAnEntryNothingChanges() throws Exception {
    RegistriesConf conf = conf("unqualified-search-registries = [\"a.example\"]\n");
    assertThat(sources(conf, "busybox")).containsExactly("docker.io/library/busybox:latest");
  }

  @Test
  void mirrorsComeInOrderAndTheRegistryLast() throws Exception {
    RegistriesConf conf =
        conf(
            """
            [[registry]]
            location = "docker.io"
            [[registry.mirror]]
            location = "one.example/hub"
            [[registry.mirror]]
            location = "two.example:5000"
            insecure = true
            """);
    assertThat(sources(conf, "busybox:1"))
        .containsExactly(
            "one.example/hub/library/busybox:1",
            "two.example:5000/library/busybox:1",
            "docker.io/library/busybox:1");
    assertThat(conf.insecureHosts()).containsExactly("two.example:5000");
    assertThat(target(conf, "team/shop:1")).isEqualTo("docker.io/team/shop:1");
  }

  @Test
  void theLongestPrefixCounts() throws Exception {
    RegistriesConf conf =
        conf(
            """
            [[registry]]
            prefix = "a.example"
            location = "short.example"
            [[registry]]
            prefix = "a.example/team"
            location = "long.example/x"
            """);
    assertThat(sources(conf, "a.example/team/shop:1")).containsExactly("long.example/x/shop:1");
    assertThat(sources(conf, "a.example/teams/shop:1"))
        .containsExactly("short.example/teams/shop:1");
    assertThat(target(conf, "a.example/team/shop:1")).isEqualTo("long.example/x/shop:1");
    assertThat(sources(conf, "a.example.org/team:1")).containsExactly("a.example.org/team:1");
    assertThat(sources(conf, "a.example:5000/team:1")).containsExactly("a.example:5000/team:1");
  }

  @Test
  void wildCardsStandForSubdomains() throws Exception {
    RegistriesConf conf =
        conf(
            """
            [[registry]]
            prefix = "*.example.com"
            [[registry.mirror]]
            location = "mirror.example/cache"
            [[registry]]
            prefix = "*.example.org"
            location = "new.example"
            """);
    assertThat(sources(conf, "a.b.example.com/x:1"))
        .containsExactly("mirror.example/cache/x:1", "a.b.example.com/x:1");
    assertThat(sources(conf, "a.example.com:5000/x:1")).last().isEqualTo("a.example.com:5000/x:1");
    assertThat(sources(conf, "example.com/x:1")).containsExactly("example.com/x:1");
    assertThat(sources(conf, "badexample.com/x:1")).containsExactly("badexample.com/x:1");
    assertThat(sources(conf, "a.example.org/x:1")).containsExactly("new.example/x:1");
    assertThat(sources(conf, "a.example.org:5000/x:1")).containsExactly("new.example:5000/x:1");
  }

  @Test
  void blockedOnesAreNotUsed() throws Exception {
    RegistriesConf conf =
        conf(
            "[[registry]]\nprefix = \"bad.example\"\nlocation = \"bad.example\"\nblocked = true\n");
    assertThatThrownBy(() -> sources(conf, "bad.example/x"))
        .isInstanceOfSatisfying(
            StaveException.class, e -> assertThat(e.problem().category()).isEqualTo(Category.USER))
        .hasMessageContaining("registries.conf blocks bad.example");
    assertThatThrownBy(() -> target(conf, "bad.example/x")).hasMessageContaining("blocks");
    assertThat(sources(conf, "good.example/x")).hasSize(1);
  }

  @Test
  void mirrorsMayBeForDigestsOrTagsOnly() throws Exception {
    RegistriesConf conf =
        conf(
            """
            [[registry]]
            location = "a.example"
            [[registry.mirror]]
            location = "digest.example"
            pull-from-mirror = "digest-only"
            [[registry.mirror]]
            location = "tag.example"
            pull-from-mirror = "tag-only"
            [[registry.mirror]]
            location = "all.example"
            pull-from-mirror = "all"
            """);
    assertThat(sources(conf, "a.example/x:1"))
        .containsExactly("tag.example/x:1", "all.example/x:1", "a.example/x:1");
    assertThat(sources(conf, "a.example/x@" + DIGEST))
        .containsExactly(
            "digest.example/x@" + DIGEST, "all.example/x@" + DIGEST, "a.example/x@" + DIGEST);
  }

  @Test
  void theRegistryMaySayThatMirrorsAreForDigests() throws Exception {
    RegistriesConf conf =
        conf(
            """
            [[registry]]
            location = "a.example"
            mirror-by-digest-only = true
            [[registry.mirror]]
            location = "m.example"
            """);
    assertThat(sources(conf, "a.example/x:1")).containsExactly("a.example/x:1");
    assertThat(sources(conf, "a.example/x@" + DIGEST)).hasSize(2);
  }

  @Test
  void laterFilesReplaceEntriesOfEarlierOnes() throws Exception {
    Path first = folder.resolve("first.conf");
    Path second = folder.resolve("second.conf");
    Files.writeString(
        first,
        """
        [[registry]]
        prefix = "a.example"
        location = "first.example"
        [[registry]]
        prefix = "b.example"
        location = "kept.example"
        """);
    Files.writeString(
        second, "[[registry]]\nprefix = \"a.example\"\nlocation = \"second.example\"\n");
    RegistriesConf conf = RegistriesConf.read(List.of(first, folder.resolve("missing"), second));
    assertThat(sources(conf, "a.example/x:1")).containsExactly("second.example/x:1");
    assertThat(sources(conf, "b.example/x:1")).containsExactly("kept.example/x:1");
  }

  @Test
  void saysWhichFileIsMalformed() {
    assertThatThrownBy(() -> conf("[[registry]\n"))
        .hasMessageContaining("read " + folder.resolve("registries.conf"))
        .hasMessageContaining("it cannot be read");
  }

  @Test
  void insecureRegistriesAreKnownByTheirHost() throws Exception {
    RegistriesConf conf =
        conf("[[registry]]\nprefix=\"a.example\"\nlocation=\"B.example:5000/x\"\ninsecure=true\n");
    assertThat(conf.insecureHosts()).containsExactly("b.example:5000");
  }
}
