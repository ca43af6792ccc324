package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TestServer;
import build.stave.oci.Digest;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts that are one file, from standard input and from a web server; needs tar. */
final class ArchiveContextTest {
  private static final String DOCKERFILE = "FROM scratch\nCOPY . /\n";

  @TempDir private Path folder;
  private final HttpTransport http = new HttpTransport(HttpSettings.of("test", Map.of()));
  private int opened;

  @BeforeEach
  void makeFiles() throws Exception {
    Files.createDirectories(folder.resolve("in/sub"));
    Files.writeString(folder.resolve("in/Dockerfile"), DOCKERFILE);
    Files.writeString(folder.resolve("in/sub/file"), "F");
    Files.createSymbolicLink(folder.resolve("in/link"), Path.of("sub/file"));
  }

  @AfterEach
  void close() {
    http.close();
  }

  private Path stream(byte[] input) throws Exception {
    return open(new ContextSpec.Stream(), new ByteArrayInputStream(input));
  }

  private Path open(ContextSpec spec, InputStream input) throws Exception {
    Path target = Files.createDirectory(folder.resolve("out" + opened++));
    var settings = new SourceSettings(http, GitCredentials.NONE, input);
    return Path.of(Sources.open(spec, target, settings).root());
  }

  private byte[] tar(String options) throws Exception {
    Shell.run(folder, "tar -C in -c " + options + " -f archive Dockerfile sub link");
    return Files.readAllBytes(folder.resolve("archive"));
  }

  private static void holdsTheFiles(Path root) {
    assertThat(root.resolve("Dockerfile")).hasContent(DOCKERFILE);
    assertThat(root.resolve("sub/file")).hasContent("F");
    assertThat(root.resolve("link")).isSymbolicLink();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-z", "-j", "-J", "--zstd", "--format=v7", "--format=gnu"})
  void readsArchivesFromInput(String options) throws Exception {
    holdsTheFiles(stream(tar(options)));
  }

  @Test
  void takesTextForADockerfile() throws Exception {
    Path root = stream(DOCKERFILE.getBytes(StandardCharsets.UTF_8));

    assertThat(root.resolve("Dockerfile")).hasContent(DOCKERFILE);
    assertThat(root).isDirectoryNotContaining("glob:**/sub");
  }

  @Test
  void refusesWhatIsNeither() throws Exception {
    byte[] whole = tar("-z");
    assertThatThrownBy(() -> stream(java.util.Arrays.copyOf(whole, 30)))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("standard input");
    assertThatThrownBy(() -> stream(new byte[] {1, 0, 2}))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("neither a tar archive nor a Dockerfile");
  }

  @Test
  void readsArchivesAndDockerfilesFromTheWebAndChecksThem() throws Exception {
    byte[] archive = tar("-z");
    byte[] text = DOCKERFILE.getBytes(StandardCharsets.UTF_8);
    try (var server =
        new TestServer(
            exchange ->
                TestServer.answer(
                    exchange,
                    200,
                    exchange.getRequestURI().getPath().endsWith(".gz") ? archive : text))) {
      String url = "http://" + server.authority() + "/context.tar.gz";
      InputStream none = InputStream.nullInputStream();

      holdsTheFiles(open(ContextSpec.parse(url), none));
      holdsTheFiles(open(new ContextSpec.Archive(url, Digest.of(archive)), none));
      assertThat(open(ContextSpec.parse("http://" + server.authority() + "/Dockerfile"), none))
          .isDirectoryContaining("glob:**/Dockerfile");
      assertThatThrownBy(() -> open(new ContextSpec.Archive(url, Digest.of(new byte[0])), none))
          .isInstanceOf(StaveException.class)
          .hasMessageContaining("checksum mismatch");
    }
  }
}
