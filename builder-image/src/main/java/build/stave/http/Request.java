package build.stave.http;

import java.net.URI;

/**
 * One request.
 *
 * @param doing what it is for, as a phrase for messages, such as {@code pull alpine:3.20}
 * @param method such as {@code GET}
 * @param uri absolute, {@code http} or {@code https}
 * @param headers without Content-Length and Host, which are added
 * @param content {@link Content#EMPTY} for none
 * @param retried whether a failed attempt is repeated; not for a request that changes a state it
 *     depends on, such as the bytes of an upload session
 */
public record Request(
    String doing, String method, URI uri, Headers headers, Content content, boolean retried) {

  /** A request to read. */
  public static Request get(String doing, URI uri) {
    return of(doing, "GET", uri);
  }

  /** A request without headers and content, to be retried. */
  public static Request of(String doing, String method, URI uri) {
    return new Request(doing, method, uri, Headers.NONE, Content.EMPTY, true);
  }

  /** The same request with this header added or replaced. */
  public Request with(String name, String value) {
    return with(headers.with(name, value));
  }

  /** The same request with these headers and no others. */
  public Request with(Headers others) {
    return new Request(doing, method, uri, others, content, retried);
  }

  /** The same request carrying this content. */
  public Request with(Content other, String mediaType) {
    return new Request(doing, method, uri, headers.with("Content-Type", mediaType), other, retried);
  }

  /** The same request, tried only once. */
  public Request once() {
    return new Request(doing, method, uri, headers, content, false);
  }

  Request to(URI other) {
    return new Request(doing, method, other, headers, content, retried);
  }

  @Override
  public String toString() {
    return method + " " + Urls.redacted(uri);
  }
}
