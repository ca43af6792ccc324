package build.stave.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private List<CredentialEntry> candidates(String image, Path... files) throws Exception {
    CredentialHelper helper =
        (name, server) -> {
          asked.add(name + " " + server);
          return name.equals("empty")
              ? Optional.empty()
              : Optional.of(new Credential.Basic("of-" + name, "secret"));
        };
    return new Credentials(List.of(files), helper).candidates(ImageReference.parse(image));
  }

  private List<String> users(String image, Path... files) throws Exception {
    return candidates(image, files).stream()
        .map(entry -> ((Credential.Basic) entry.credential()).user())
        .toList();
  }

  /** A file with an entry for each key, whose user is the key itself without the colons. */
  private static String auths(String... keys) {
    return Arrays.stream(keys)
        .map(
            key ->
                "\"%s\":{\"username\":\"%s\",\"password\":\"secret\"}"
                    .formatted(key, key.replace(':', '_')))
        .collect(Collectors.joining(",", "{\"auths\":{", "}}"));
  }

  /** Matching as the kubelet does it, pkg/credentialprovider/keyring.go. */
  @ParameterizedTest
  @CsvSource({
    // scheme and /v1/, /v2/ do not matter
    "registry.example, registry.example/a, true",
    "https://registry.example, registry.example/a, true",
    "http://registry.example, registry.example/a, true",
    "https://registry.example/v1/, registry.example/a, true",
    "https://registry.example/v2/, registry.example/a, true",
    "registry.example/, registry.example/a, true",
    "REGISTRY.example, registry.example/a, true",
    "registry.example/v10, registry.example/a, false",
    // the same number of labels, each matched alone
    "*.example.com, a.example.com/x, true",
    "*.example.com, a.b.example.com/x, false",
    "*.example.com, example.com/x, false",
    "*.*.example.com, a.b.example.com/x, true",
    "*.com, example.com/x, true",
    "*.com, a.example.com/x, false",
    "a*.example.com, abc.example.com/x, true",
    "a*.example.com, bac.example.com/x, false",
    "prefix-*-suffix.example.com, prefix-1-suffix.example.com/x, true",
    "registry?.example.com, registry1.example.com/x, true",
    "registry?.example.com, registry.example.com/x, false",
    "registry[0-3].example.com, registry2.example.com/x, true",
    "registry[0-3].example.com, registry4.example.com/x, false",
    "registry[^0-3].example.com, registry4.example.com/x, true",
    "*, registry.example/x, false",
    "registry.example, other.example/x, false",
    "xregistry.example, registry.example/x, false",
    // a port must be the same, or be on neither side
    "registry.example:5000, registry.example:5000/a, true",
    "registry.example:5000, registry.example:5001/a, false",
    "registry.example:5000, registry.example/a, false",
    "registry.example, registry.example:5000/a, false",
    "*.example:5000, registry.example:5000/a, true",
    "localhost:5000, localhost:5000/a, true",
    "[::1]:5000, [::1]:5000/a, true",
    // the path is a prefix
    "registry.example/team, registry.example/team/shop, true",
    "registry.example/team/, registry.example/team/shop, true",
    "registry.example/team/shop, registry.example/team/shop, true",
    "registry.example/team/shop, registry.example/team, false",
    "registry.example/other, registry.example/team/shop, false",
    "https://registry.example/v2/team, registry.example/team/shop, true",
    "*.example/team, registry.example/team/shop, true",
    // Docker Hub by all its names
    "https://index.docker.io/v1/, busybox, true",
    "https://index.docker.io/v1/, docker.io/team/shop, true",
    "index.docker.io, busybox, true",
    "docker.io, busybox, true",
    "https://registry-1.docker.io, busybox, true",
    "docker.io/library, busybox, true",
    "docker.io/team, busybox, false",
    "https://index.docker.io/v1/, registry.example/busybox, false"
  })
  void matchesAsTheKubeletDoes(String key, String image, boolean matches) throws Exception {
    assertThat(users(image, file("config.json", auths(key)))).hasSize(matches ? 1 : 0);
  }

  @Test
  void longerKeysComeFirst() throws Exception {
    Path file =
        file(
            "auth.json",
            auths(
                "registry.example",
                "registry.example/team/shop",
                "*.example",
                "registry.example/team"));
    assertThat(users("registry.example/team/shop:1", file))
        .containsExactly(
            "registry.example/team/shop", "registry.example/team", "registry.example", "*.example");
    assertThat(users("registry.example/other", file))
        .containsExactly("registry.example", "*.example");
  }

  @Test
  void severalFilesAreTriedInOrderAndNothingTwice() throws Exception {
    Path first = file("first.json", auths("registry.example"));
    Path second = file("second.json", auths("registry.example", "registry.example/team"));
    assertThat(users("registry.example/team/shop", first, folder.resolve("missing"), second))
        .containsExactly("registry.example", "registry.example/team");
  }

  @Test
  void readsThePullSecretsOfKubernetes() throws Exception {
    String auth = Base64.getEncoder().encodeToString("me:pass:word".getBytes(UTF_8));
    Path secret =
        file(
            ".dockerconfigjson",
            "{\"auths\":{\"registry.example\":{\"auth\":\"%s\",\"email\":\"a@b\"}}}"
                .formatted(auth));
    Path legacy = file(".dockercfg", "{\"registry.example\":{\"auth\":\"%s\"}}".formatted(auth));
    for (Path file : List.of(secret, legacy)) {
      assertThat(candidates("registry.example/a", file))
          .extracting(CredentialEntry::credential)
          .containsExactly(new Credential.Basic("me", "pass:word"));
    }
  }

  @Test
  void aPullSecretRunsNoHelper() throws Exception {
    String content =
        "{\"credsStore\":\"any\",\"credHelpers\":{\"registry.example\":\"any\"},\"auths\":{}}";
    assertThat(users("registry.example/a", file(".dockerconfigjson", content))).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void aHelperOfTheHostComesBeforeTheStoreAndBothBeforeEntries() throws Exception {
    String content =
        """
        {"credHelpers": {"registry.example": "host", "docker.io": "hub", "none.example": "empty"},
         "credsStore": "store",
         "auths": {"other.example": {}, "registry.example": {"username": "u", "password": "p"}}}
        """;
    Path file = file("config.json", content);
    assertThat(users("registry.example/a", file)).containsExactly("of-host", "u");
    assertThat(users("other.example/a", file)).containsExactly("of-store");
    assertThat(users("busybox", file)).containsExactly("of-hub");
    assertThat(users("none.example/a", file)).isEmpty();
    assertThat(asked)
        .containsExactly(
            "host registry.example",
            "store other.example",
            "hub https://index.docker.io/v1/",
            "empty none.example");
  }

  @Test
  void knowsAllKindsOfEntries() throws Exception {
    String content =
        """
        {"auths": {
          "identity.example": {"auth": "MDAwMDo=", "identitytoken": "refresh"},
          "registry.example": {"registrytoken": "bearer"},
          "plain.example": {"username": "u", "password": "p", "auth": "ignored"},
          "padded.example": {"auth": "dTpwAAA="},
          "nothing.example": {}}}
        """;
    Path file = file("config.json", content);
    assertThat(credential("identity.example/a", file))
        .containsExactly(new Credential.IdentityToken("refresh"));
    assertThat(credential("registry.example/a", file))
        .containsExactly(new Credential.RegistryToken("bearer"));
    assertThat(credential("plain.example/a", file)).containsExactly(new Credential.Basic("u", "p"));
    assertThat(credential("padded.example/a", file))
        .containsExactly(new Credential.Basic("u", "p"));
    assertThat(credential("nothing.example/a", file)).isEmpty();
  }

  private List<Credential> credential(String image, Path file) throws Exception {
    return candidates(image, file).stream().map(CredentialEntry::credential).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sesame",
        "[\"sesame\"]",
        "{\"auths\":{\"registry.example\":{\"auth\":\"sesame!\"}}}",
        "{\"auths\":{\"registry.example\":{\"auth\":\"c2VzYW1l\"}}}",
        "{\"auths\":{\"registry.example\":{\"auth\":[\"sesame\"]}}}",
        "{\"auths\":{\"registry.example\":\"sesame\"}}",
        "{\"auths\":{\"registry.example\":{\"auth\":\"sesame"
      })
  void malformedFilesAreNamedAndNotQuoted(String content) throws Exception {
    Path file = file("config.json", content);
    assertThatThrownBy(() -> candidates("registry.example/a", file))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("sesame")
        .hasMessageNotContaining("c2VzYW1l");
  }

  @Test
  void secretsAreNeverPrinted() throws Exception {
    Path file =
        file(
            "config.json",
            """
            {"auths": {"a.example": {"username": "u", "password": "sesame"},
              "b.example": {"identitytoken": "sesame"}, "c.example": {"registrytoken": "sesame"}}}
            """);
    for (String host : List.of("a", "b", "c")) {
      assertThat(candidates(host + ".example/x", file)).hasSize(1);
      assertThat(candidates(host + ".example/x", file).toString()).doesNotContain("sesame");
    }
    assertThat(new TokenServer.Token("sesame", java.time.Instant.MAX).toString())
        .doesNotContain("sesame");
  }

  @Test
  void looksWhereOtherToolsKeepTheirs() {
    var environment =
        Map.of(
            "HOME", "/home/me", "XDG_RUNTIME_DIR", "/run/user/1", "REGISTRY_AUTH_FILE", "/named");
    assertThat(Credentials.fromEnvironment(List.of(Path.of("/first")), environment).places())
        .isEqualTo(
            "/first, /named, /run/user/1/containers/auth.json, /home/me/.docker/config.json");
    assertThat(
            Credentials.fromEnvironment(
                    List.of(), Map.of("HOME", "/home/me", "DOCKER_CONFIG", "/docker"))
                .places())
        .isEqualTo("/docker/config.json");
  }

  private Optional<Credential> fromProgram(String name, String script) throws Exception {
    Path program = file("docker-credential-" + name, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return CredentialHelper.on("/missing:" + folder).get(name, "registry.example");
  }

  @Test
  void asksPrograms() throws Exception {
    String answer =
        "[ \"$1\" = get ] && read -r s; echo '{\"Username\":\"'$s'\",\"Secret\":\"x\"}'";
    assertThat(fromProgram("good", answer)).contains(new Credential.Basic("registry.example", "x"));
    assertThat(fromProgram("token", "echo '{\"Username\":\"<token>\",\"Secret\":\"x\"}'"))
        .contains(new Credential.IdentityToken("x"));
    assertThat(fromProgram("none", "echo 'credentials not found in native keychain'; exit 1"))
        .isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAProgram() {
    assertThatThrownBy(() -> fromProgram("bad", "echo 'locked: ask'; exit 1"))
        .hasMessageContaining("ask docker-credential-bad for registry.example")
        .hasMessageContaining("it failed: locked");
    assertThatThrownBy(() -> fromProgram("odd", "echo sesame"))
        .hasMessageContaining("its answer is not valid JSON")
        .hasMessageNotContaining("sesame");
    assertThatThrownBy(() -> CredentialHelper.on("/missing").get("gone", "a"))
        .hasMessageContaining("there is no such program on the PATH");
    assertThatThrownBy(() -> CredentialHelper.on("/missing").get("../gone", "a"))
        .hasMessageContaining("malformed name");
  }
}
