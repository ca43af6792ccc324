package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.Sleeper;
import build.stave.http.TestServer;
import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadsTest {
  private static final byte[] CONTENT = "content\n".getBytes(StandardCharsets.UTF_8);
  private static final Sleeper NOT_AT_ALL = duration -> {};

  @TempDir private Path folder;
  private final TestServer server = new TestServer(DownloadsTest::answer);
  private final HttpTransport http =
      new HttpTransport(HttpSettings.of("test", Map.of()), Clock.systemUTC(), NOT_AT_ALL);

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    switch (exchange.getRequestURI().getPath()) {
      case "/named" -> {
        headers.set("Content-Disposition", "attachment; filename=\"../../etc/real name.txt\"");
        TestServer.answer(exchange, 200, CONTENT);
      }
      case "/dated/file.txt" -> {
        headers.set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
        TestServer.answer(exchange, 200, CONTENT);
      }
      case "/undated" -> {
        headers.set("Last-Modified", "yesterday");
        TestServer.answer(exchange, 200, CONTENT);
      }
      case "/moved" -> {
        headers.set("Location", "/dated/file.txt");
        TestServer.answer(exchange, 302, new byte[0]);
      }
      case "/short" -> {
        exchange.sendResponseHeaders(200, CONTENT.length + 5);
        OutputStream body = exchange.getResponseBody();
        body.write(CONTENT);
        body.flush();
      }
      case "/private" -> TestServer.answer(exchange, 403, CONTENT);
      case "/broken" -> TestServer.answer(exchange, 500, CONTENT);
      default -> TestServer.answer(exchange, 404, CONTENT);
    }
  }

  private Download fetch(String path, @Nullable Digest checksum)
      throws IOException, InterruptedException {
    return new Downloads(http).fetch("http://" + server.authority() + path, checksum, folder);
  }

  private void fails(String path, Category category, boolean retryable, String message) {
    assertThatThrownBy(() -> fetch(path, null))
        .isInstanceOfSatisfying(
            StaveException.class,
            e -> {
              assertThat(e.problem().category()).isEqualTo(category);
              assertThat(e.problem().retryable()).isEqualTo(retryable);
            })
        .hasMessageContaining(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void getsContentNameAndTime() throws Exception {
    Download download = fetch("/dated/file.txt?token=x", null);

    assertThat(download.file()).hasBinaryContent(CONTENT);
    assertThat(download.name()).isEqualTo("file.txt");
    assertThat(download.mtime()).isEqualTo(1_445_412_480L);
    assertThat(download.digest()).isEqualTo(Digest.of(CONTENT));
  }

  @Test
  void takesTheNameTheServerGivesAndNoPath() throws Exception {
    assertThat(fetch("/named", null).name()).isEqualTo("real name.txt");
  }

  @Test
  void followsRedirectsButKeepsTheNameThatWasAskedFor() throws Exception {
    Download download = fetch("/moved", null);

    assertThat(download.file()).hasBinaryContent(CONTENT);
    assertThat(download.name()).isEqualTo("moved");
  }

  @Test
  void hasNoTimeWhereTheServerGivesNone() throws Exception {
    assertThat(fetch("/undated", null).mtime()).isZero();
  }

  @Test
  void checksTheContent() throws Exception {
    assertThat(fetch("/undated", Digest.of(CONTENT)).file()).hasBinaryContent(CONTENT);
    Digest other = Digest.of(new byte[0]);
    assertThatThrownBy(() -> fetch("/undated", other))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("checksum mismatch: " + other + " expected, got sha256:");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void saysWhyThereIsNoFile() {
    fails("/none", Category.REMOTE, false, "status 404");
    fails("/private", Category.REMOTE, false, "status 403");
    fails("/broken", Category.REMOTE, true, "status 500");
    fails("/short", Category.REMOTE, true, "the transfer broke off");
  }

  @Test
  void refusesAddressesThatAreNone() {
    assertThatThrownBy(() -> new Downloads(http).fetch("http:///x", null, folder))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("malformed URL");
    assertThatThrownBy(() -> new Downloads(http).fetch("http://u:secret@h/%zz", null, folder))
        .isInstanceOf(StaveException.class)
        .message()
        .contains("malformed URL http://h/")
        .doesNotContain("secret");
  }
}
