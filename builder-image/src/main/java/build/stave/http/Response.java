package build.stave.http;

import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * What a server answered. To be closed, which ends the transfer.
 *
 * @param doing what the request was for
 * @param uri where the answer came from, after redirects
 * @param status such as 200
 * @param headers of the answer
 * @param body streams; reading fails with an IOException where the connection is cut or stalls
 */
public record Response(String doing, URI uri, int status, Headers headers, InputStream body)
    implements AutoCloseable {

  /** Whether the status is one of 2xx. */
  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /**
   * The whole body.
   *
   * @param limit of bytes accepted
   * @throws build.stave.problem.StaveException where the body is longer or breaks off
   */
  public byte[] bytes(int limit) {
    try {
      byte[] bytes = body.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw Problem.remote(
                doing, Urls.redacted(uri) + " answered with more than " + limit + " bytes")
            .exception();
      }
      return bytes;
    } catch (IOException e) {
      throw Problem.remote(doing, "the answer of " + Urls.redacted(uri) + " broke off")
          .because(Reason.SERVER_UNAVAILABLE)
          .canRetry()
          .exception(e);
    }
  }

  /** As much of the body as there is, for an error report; empty where it cannot be read. */
  public byte[] excerpt(int limit) {
    try {
      return body.readNBytes(limit);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // the answer has been used or given up; a connection that fails to close is closed
    }
  }

  @Override
  public String toString() {
    return status + " from " + Urls.redacted(uri);
  }
}
