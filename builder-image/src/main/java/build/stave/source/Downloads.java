package build.stave.source;

import build.stave.http.HttpTransport;
import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.http.Urls;
import build.stave.oci.Digest;
import build.stave.problem.FullDisk;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Downloads files. */
public final class Downloads {
  private static final int BUFFER = 1 << 16;

  private final HttpTransport http;

  public Downloads(HttpTransport http) {
    this.http = http;
  }

  /**
   * Downloads a file of any size.
   *
   * @param checksum that its content must have, or null
   * @param folder existing; gets a new file
   * @throws StaveException USER for a malformed URL, a missing file or a wrong checksum, REMOTE
   *     where the server fails, ENVIRONMENT where the disk is full
   */
  public Download fetch(String url, @Nullable Digest checksum, Path folder)
      throws IOException, InterruptedException {
    URI uri = parse(url);
    String doing = "download " + Urls.redacted(uri);
    Path file = Files.createTempFile(folder, "download", "");
    boolean done = false;
    try (Response response = http.send(Request.get(doing, uri))) {
      if (!response.isSuccess()) {
        throw refused(doing, response.status());
      }
      MessageDigest hash = checksum == null ? Digest.newSha256() : checksum.newHash();
      receive(doing, response, file, hash);
      Digest digest = Digest.of(hash.digest(), checksum == null ? "sha256" : checksum.algorithm());
      if (checksum != null && !checksum.equals(digest)) {
        throw Problem.user("checksum mismatch: " + checksum + " expected, got " + digest)
            .doing(doing)
            .fix("correct the checksum if the file was meant to change")
            .exception();
      }
      done = true;
      return new Download(file, DownloadName.of(uri, response), mtime(response), digest);
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static URI parse(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        throw Problem.user("malformed URL " + GitUrl.redacted(url)).exception();
      }
      return uri;
    } catch (URISyntaxException e) {
      throw Problem.user("malformed URL " + GitUrl.redacted(url) + ": " + e.getReason())
          .exception();
    }
  }

  private static StaveException refused(String doing, int status) {
    Problem problem = Problem.remote(doing, "the server answered with status " + status);
    return switch (status) {
      case 404, 410 -> problem.because(Reason.SOURCE_NOT_FOUND).fix("check the URL").exception();
      case 401, 403 ->
          problem
              .because(Reason.AUTHENTICATION_FAILED)
              .fix("only what needs no login can be added by URL")
              .exception();
      default ->
          (status >= 500 || status == 429
                  ? problem.because(Reason.SERVER_UNAVAILABLE).canRetry()
                  : problem)
              .exception();
    };
  }

  private static void receive(String doing, Response response, Path file, MessageDigest hash)
      throws IOException {
    long expected = response.headers().number("Content-Length").orElse(-1L);
    long received = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = response.body();
        OutputStream out = Files.newOutputStream(file)) {
      for (int n = read(doing, in, buffer); n >= 0; n = read(doing, in, buffer)) {
        hash.update(buffer, 0, n);
        out.write(buffer, 0, n);
        received += n;
      }
    } catch (IOException e) {
      throw FullDisk.explain(e, doing, file);
    }
    if (expected >= 0 && received != expected) {
      throw brokenOff(doing).exception();
    }
  }

  private static int read(String doing, InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw brokenOff(doing).exception(e);
    }
  }

  private static Problem brokenOff(String doing) {
    return Problem.remote(doing, "the transfer broke off")
        .because(Reason.SERVER_UNAVAILABLE)
        .canRetry();
  }

  private static long mtime(Response response) {
    return response
        .headers()
        .first("Last-Modified")
        .map(
            text -> {
              try {
                return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond();
              } catch (DateTimeException e) {
                return 0L;
              }
            })
        .orElse(0L);
  }
}
