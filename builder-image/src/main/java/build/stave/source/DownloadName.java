package build.stave.source;

import build.stave.http.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a downloaded file is called: as Content-Disposition says, else as its URL ends. */
final class DownloadName {
  private static final Pattern EXTENDED =
      Pattern.compile("(?i)filename\\*\\s*=\\s*UTF-8''([^;\\s]+)");
  private static final Pattern QUOTED =
      Pattern.compile("(?i)filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TOKEN = Pattern.compile("(?i)filename\\s*=\\s*([^;\"\\s]+)");

  private DownloadName() {}

  static String of(URI uri, Response response) {
    String name = last(disposition(response.headers().first("Content-Disposition").orElse("")));
    if (name.isEmpty()) {
      name = last(uri.getPath() == null ? "" : uri.getPath());
    }
    return name.isEmpty() ? "download" : name;
  }

  static String disposition(String header) {
    Matcher extended = EXTENDED.matcher(header);
    if (extended.find()) {
      return decode(extended.group(1));
    }
    Matcher quoted = QUOTED.matcher(header);
    if (quoted.find()) {
      return quoted.group(1).replaceAll("\\\\(.)", "$1");
    }
    Matcher token = TOKEN.matcher(header);
    return token.find() ? token.group(1) : "";
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The last element of a path; empty for what is no name. */
  static String last(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0 ? "" : name;
  }
}
