package build.stave.registry;

import build.stave.http.Response;
import build.stave.http.RetryPolicy;
import build.stave.http.Urls;
import build.stave.oci.Json;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says what a refusal of a registry means and what to do about it. */
final class RegistryErrors {
  private static final int MAX_BODY = 64 << 10;
  private static final int MAX_TEXT = 300;

  private RegistryErrors() {}

  /** The problem of an answer of a registry about an image. */
  static Problem of(
      String doing, ImageReference image, Credentials credentials, Response response) {
    Problem problem = of(doing, image.registry(), response);
    String login =
        "log in with docker login " + image.registry() + ", or name a file: --registry-auth FILE";
    return switch (response.status()) {
      case 401 ->
          problem.fix(
              login
                  + " (looked in: "
                  + credentials.places()
                  + "); some registries say this of a repository that does not exist");
      case 403 ->
          problem.fix(
              "ask for access to "
                  + image.name()
                  + " for this account, or log in with another one");
      case 404 -> problem.fix("check the spelling of " + image.familiar() + ", and that it exists");
      case 407 ->
          problem.fix("name them in HTTPS_PROXY and HTTP_PROXY: http://user:password@host:port");
      case 413 -> problem.fix("raise the limit for uploads of the registry or the proxy before it");
      case 429 -> problem.fix("wait, or log in, which raises the limit: " + login);
      default -> problem;
    };
  }

  /** What a registry's answer and a failed connection mean to who reads or writes images. */
  static StaveException of(StaveException e, Reason denied) {
    return switch (e.problem().reason()) {
      case ACCESS_DENIED -> e.problem().because(denied).exception(e);
      case SERVER_UNAVAILABLE -> e.problem().because(Reason.REGISTRY_UNAVAILABLE).exception(e);
      default -> e;
    };
  }

  /** The problem of an answer of any server. */
  static Problem of(String doing, String server, Response response) {
    String message =
        server
            + " answered "
            + response.status()
            + meaning(response.status())
            + details(response)
            + patience(response)
            + " ("
            + Urls.redacted(response.uri())
            + ")";
    Problem problem = Problem.remote(doing, message).because(reason(response.status()));
    return RetryPolicy.isPassing(response.status()) ? problem.canRetry() : problem;
  }

  private static Reason reason(int status) {
    return switch (status) {
      case 401, 403 -> Reason.ACCESS_DENIED;
      case 404 -> Reason.IMAGE_NOT_FOUND;
      default ->
          RetryPolicy.isPassing(status) ? Reason.REGISTRY_UNAVAILABLE : Reason.SERVER_REFUSED;
    };
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401 -> " (not logged in)";
      case 403 -> " (not allowed)";
      case 404 -> " (not found)";
      case 407 -> " (the proxy wants a user and a password)";
      case 413 -> " (too large)";
      case 429 -> " (too many requests)";
      default -> "";
    };
  }

  private static String patience(Response response) {
    return response
        .headers()
        .number("Retry-After")
        .map(s -> "; try again in " + s + " s")
        .orElse("");
  }

  private static String details(Response response) {
    byte[] body = response.excerpt(MAX_BODY);
    List<String> codes = codes(body);
    if (!codes.isEmpty()) {
      return ": " + shortened(String.join("; ", codes));
    }
    var text = new String(body, StandardCharsets.UTF_8).strip();
    boolean isText = response.headers().first("Content-Type").orElse("").startsWith("text/plain");
    return isText && !text.isEmpty() ? ": " + shortened(text) : "";
  }

  private static List<String> codes(byte[] body) {
    var codes = new ArrayList<String>();
    try {
      for (JsonNode error : Json.read(body, JsonNode.class).path("errors")) {
        String code = error.path("code").asText("");
        String message = error.path("message").asText("");
        codes.add(message.isEmpty() ? code : code + " " + message);
      }
    } catch (StaveException e) {
      // proxies answer in HTML
    }
    return codes;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) + "…" : line;
  }
}
